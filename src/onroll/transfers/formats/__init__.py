"""The kinds of file that come in, each behind the same face; ``registry.FORMATS`` lists them."""
