"""The rules made visible: what is owed, by whom, within what time, and which paragraph says so."""
