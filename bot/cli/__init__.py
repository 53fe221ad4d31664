"""The program ``easel``: its commands and what they have in common."""

from bot.cli.app import main

__all__ = ["main"]
