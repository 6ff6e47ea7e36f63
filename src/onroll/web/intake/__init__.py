"""Telling us of a child, and what arrived."""
