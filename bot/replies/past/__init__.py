"""Looking through what was made: history and favourites, in pages; above ``sending``."""
