"""The commands of the whole installation, as ``onroll help`` lists them."""
