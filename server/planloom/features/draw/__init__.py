"""One file per form of a plan's picture. Knows the graph; must not know the plan's text, files or the terminal."""
