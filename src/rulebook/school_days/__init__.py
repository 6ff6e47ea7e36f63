"""Days as the law and the procedure count them: school days, working days, ages and academic years."""
