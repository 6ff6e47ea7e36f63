"""A child's record, the register, and finding a child."""
