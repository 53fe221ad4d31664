"""Group sessions as people see them: board, entries, vote, final picture, and their buttons."""
