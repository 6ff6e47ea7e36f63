"""One file for each duty of the procedure. They know the facts and nothing of one another."""
