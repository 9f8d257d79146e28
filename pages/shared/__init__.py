"""What the pages share: the server, cached loaders, bound controls and frame pieces."""
