"""Easel: a Discord bot that turns prompts into images for a community."""

__version__ = "0.1.0"
