"""Readers: bytes to rows as printed, each with the line it stands on. No reader judges a value."""
