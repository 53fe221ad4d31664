"""How long the service keeps an image, as a member writes it: seconds, or a span."""

import re

from bot.domain.ranges import MAX_LIFETIME_S, allowed_phrase
from bot.errors import InvalidRequest

_SPAN = re.compile(r"([0-9]{1,9})\s*([smhd]?)")
_UNIT_S = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}


def parse_lifetime(text: str) -> int:
    """Return the seconds that `3600`, `90m`, `12h` or `7d` mean.

    Raises:
        InvalidRequest: No span, or more than the service's seven days.
    """
    span = _SPAN.fullmatch(text.strip().casefold())
    lifetime_s = int(span[1]) * _UNIT_S[span[2]] if span else -1
    if not 0 <= lifetime_s <= MAX_LIFETIME_S:
        raise InvalidRequest("lifetime", text, allowed_phrase("lifetime") or "")
    return lifetime_s
