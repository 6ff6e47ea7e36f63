"""Home education: the notices, the register, one child’s home education, and what is recorded of it."""
