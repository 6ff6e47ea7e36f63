"""Commands of the files that come in."""
