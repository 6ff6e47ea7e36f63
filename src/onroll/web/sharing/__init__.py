"""Lists that are shared, and all that was disclosed."""
