"""The migrations, one file a change of the schema; applied at every start."""
