"""Reports, returns and the manager’s page."""
