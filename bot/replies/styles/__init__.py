"""Styles: shown, edited, named and shared, with their previews; above ``requesting``."""
