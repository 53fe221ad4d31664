"""Reporting an image, and what the moderators see of it; above ``sending``."""
