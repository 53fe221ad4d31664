"""Commands, one topic a file; loaded by name, and they do not know each other."""
