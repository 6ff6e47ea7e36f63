"""Onroll: who did what, when, and what should they see."""
