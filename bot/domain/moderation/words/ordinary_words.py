"""Short words that stand beside each other in any text; the list is the file beside this one."""

from importlib.resources import files

from bot.domain.moderation.words.folding import fold

MAX_PART_LENGTH = 5  # what is longer is no part of a word that was torn up

_TEXT = (files(__package__) / "ordinary_words.txt").read_text(encoding="utf-8")
_WORDS = frozenset(
    word for line in _TEXT.splitlines() if not line.startswith("#") for word in fold(line).split()
)


def is_ordinary(word: str) -> bool:
    """Tell whether *word* stands in texts by itself, so that it is no torn-off part."""
    return len(word) > MAX_PART_LENGTH or word in _WORDS
