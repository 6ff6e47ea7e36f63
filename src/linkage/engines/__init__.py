"""Engines other than the one in memory, for lists that outgrow one machine; each carries out the same stages."""
