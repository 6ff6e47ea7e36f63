"""What is done in a case: one screen for each thing."""
