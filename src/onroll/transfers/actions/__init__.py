"""What is done with files that come in: received, read, approved, put in, allowed, cancelled; held records decided."""
