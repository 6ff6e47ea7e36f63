"""Files that come in: sent, read, looked at, approved or cancelled; and the records that somebody must decide."""
