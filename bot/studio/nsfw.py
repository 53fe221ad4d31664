"""What the NSFW detection answers: a confidence from 0 to 100.

The built-in painter cannot draw such things, so this looks at what was asked for. It exists so
that everything behind it (spoilers, reviews) can be tried.
"""

import re

_WORDS_BY_LEVEL = (
    ("nsfw", "nude", "naked", "explicit", "sex"),
    ("kiss", "kissing", "lingerie", "topless"),
    ("bikini", "swimsuit", "swimwear", "underwear"),
)
_CLEAN = 2.5
_FLAGGED = 96.5


def confidence(prompt: str, level: int) -> float:
    """Return how likely pictures of *prompt* are NSFW; *level* 0 looks for least, 2 for most."""
    words = set(re.findall(r"\w+", prompt.casefold()))
    looked_for = {word for row in _WORDS_BY_LEVEL[: level + 1] for word in row}
    return _FLAGGED if words & looked_for else _CLEAN
