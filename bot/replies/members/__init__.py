"""What members choose, and what is kept of them; a server's choices; above ``sending``."""
