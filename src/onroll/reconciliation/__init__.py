"""Whole lists compared with everybody held here: who is on no roll, and what explains each child."""
