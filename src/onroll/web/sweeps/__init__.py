"""Truancy sweeps: whom attendance staff and police stopped, and what became of each."""
