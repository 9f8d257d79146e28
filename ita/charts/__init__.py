"""Charts: one description each; renderers turn the description into a screen, a slide or a print."""
