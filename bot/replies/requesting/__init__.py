"""From options and presses to a request and its card; above ``sending``, ``pictures``."""
