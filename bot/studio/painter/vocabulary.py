"""The hand-written word lists: colours, numbers, places, times, weathers, styles, synonyms."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

DATA = Path(__file__).parent / "data"


class Vocabulary(BaseModel):
    """What ``data/vocabulary.json`` holds; every key is lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    colours: dict[str, str]
    numbers: dict[str, int]
    times: dict[str, str]
    biomes: dict[str, str]
    weathers: dict[str, str]
    styles: dict[str, str]
    phrases: dict[str, str]
    relations: dict[str, str]
    stop: frozenset[str]
    sizes_words: dict[str, float]
    synonyms: dict[str, str]
    homes: dict[str, frozenset[str]]
    plural_fruit: tuple[str, ...]
    heights: dict[str, float]
    glow: frozenset[str]


@cache
def load_vocabulary() -> Vocabulary:
    """Read the word lists (once a process; they never change)."""
    return Vocabulary.model_validate_json((DATA / "vocabulary.json").read_bytes())


def colour_of(word: str) -> tuple[float, float, float] | None:
    """Return a named colour as red, green and blue, each 0 to 1, or None."""
    text = load_vocabulary().colours.get(word)
    if text is None:
        return None
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue
