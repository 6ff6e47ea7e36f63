"""Is this the same child? Two records side by side, the decision, and what waits for one."""
