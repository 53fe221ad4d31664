"""What is only looked at: help, models, the queue, usage; above ``sending``."""
