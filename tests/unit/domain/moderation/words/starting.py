"""The starting words as they are shipped."""

from pathlib import Path

from bot.domain.moderation.words.starting_words import parse_starting_words

FILE = Path(__file__).parents[5] / "config" / "moderation.toml"
STARTING = parse_starting_words(FILE.read_text("utf-8"))
