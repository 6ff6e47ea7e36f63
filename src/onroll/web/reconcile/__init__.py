"""Who is on no roll: lists compared, one table that adds up, and the children whom nobody can explain."""
