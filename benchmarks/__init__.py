"""How much a page costs, on both databases, in a small county and in a large one: ``python -m benchmarks``."""
