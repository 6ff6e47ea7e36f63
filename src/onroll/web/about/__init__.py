"""What the service is, how to use it, and what it does with what it is told."""
