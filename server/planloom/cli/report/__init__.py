"""One file per output form of `check`: a function from what was found to text."""
