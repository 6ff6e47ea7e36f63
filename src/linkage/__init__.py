"""Linkage: which records, in lists of any size, are the same child? Usable alone, with files and nothing else."""
