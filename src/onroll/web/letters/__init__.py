"""Letters and forms on paper: printed from the browser."""
