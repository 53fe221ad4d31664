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
_PART = re.compile(r"(\d{1,6})\s*([a-z]*)")
_WHOLE = re.compile(r"(?:\d{1,6}\s*[a-z]*[\s,]*)+")


def seconds_in(text: str) -> int | None:
    """Return the seconds that *text* means, None if it means none; a bare number is minutes."""
    folded = " ".join(text.casefold().split())
    if not _WHOLE.fullmatch(folded):
        return None
    total_s = 0
    for count, unit in _PART.findall(folded):
        unit_s = _UNITS_S.get(unit or "min")
        if unit_s is None:
            return None
        total_s += int(count) * unit_s
    return total_s
