"""What the NSFW detection answers: a confidence from 0 to 100.

The built-in painter cannot draw such things, so this looks at what was asked for. It exists so
that everything behind it (spoilers, reviews) can be tried: ``nsfw:55`` in a prompt is a confidence
of 55, and ``nsfw:unchecked`` a look that failed.
"""

import re

_WORDS_BY_LEVEL = (
    ("nsfw", "nude", "naked", "explicit", "sex"),
    ("kiss", "kissing", "lingerie", "topless"),
    ("bikini", "swimsuit", "swimwear", "underwear"),
)
_CLEAN = 2.5
_FLAGGED = 96.5


_TOLD = re.compile(r"\bnsfw:(unchecked|\d{1,3}(?:\.\d+)?)\b")
_MOST = 100.0
UNCHECKED = -1.0  # of an image that was looked at in vain


def confidence(prompt: str, level: int) -> float:
    """Return how likely pictures of *prompt* are NSFW; *level* 0 looks for least, 2 for most."""
    told = _TOLD.search(prompt.casefold())
    if told is not None:
        return UNCHECKED if told[1] == "unchecked" else min(float(told[1]), _MOST)
    words = set(re.findall(r"\w+", prompt.casefold()))
    looked_for = {word for row in _WORDS_BY_LEVEL[: level + 1] for word in row}
    return _FLAGGED if words & looked_for else _CLEAN


def detection_result(found: float | None) -> dict[str, object] | None:
    """Return what the wire says of one image; None if nobody looked."""
    if found is None:
        return None
    is_valid = found >= 0
    return {"valid": is_valid, "confidence": found if is_valid else 0}
