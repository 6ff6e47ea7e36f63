"""The project: settings, addresses, the server's entry and the command."""
