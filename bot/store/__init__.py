"""The database and the image files."""
