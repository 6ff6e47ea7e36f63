"""A school's own pages, and the removals from its roll: as the school tells them, and as the authority judges them."""
