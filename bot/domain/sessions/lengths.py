"""How long something takes, as a person writes it: "90", "45 min", "2 h", "1 day"."""

import re

_UNITS_S = {
    "m": 60,
    "min": 60,
    "mins": 60,
    "minute": 60,
    "minutes": 60,
    "h": 3_600,
    "hour": 3_600,
    "hours": 3_600,
    "d": 86_400,
    "day": 86_400,
    "days": 86_400,
}
_TOKENS = re.compile(r"\d+|[a-z]+|[^\s,]")  # nothing in it can match in two ways
_MOST_DIGITS = 6


def seconds_in(text: str) -> int | None:
    """Return the seconds that *text* means, None if it means none; a bare number is minutes."""
    total_s, count = 0, None
    tokens = _TOKENS.findall(text.casefold())
    for token in tokens:
        if token.isascii() and token.isdecimal() and len(token) <= _MOST_DIGITS and count is None:
            count = int(token)
        elif count is not None and token in _UNITS_S:
            total_s, count = total_s + count * _UNITS_S[token], None
        else:
            return None
    if not tokens:
        return None
    return total_s if count is None else total_s + count * _UNITS_S["min"]
