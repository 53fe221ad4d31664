"""How long something takes, as a person writes it: "90", "45 min", "2 h", "1 day"."""

import re
from collections.abc import Mapping

from bot.texts import gettext as _

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400
_ENGLISH = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), _MINUTE_S),
    **dict.fromkeys(("h", "hour", "hours"), _HOUR_S),
    **dict.fromkeys(("d", "day", "days"), _DAY_S),
}
_TOKENS = re.compile(r"\d+|[^\W\d_]+|[^\s,]")  # nothing in it can match in two ways
_MOST_DIGITS = 6


def seconds_in(text: str) -> int | None:
    """Return the seconds that *text* means, None if it means none; a bare number is minutes.

    Units are English, or in the reader's language.
    """
    units_s = _units_s()
    total_s, count = 0, None
    tokens = _TOKENS.findall(text.casefold())
    for token in tokens:
        if token.isascii() and token.isdecimal() and len(token) <= _MOST_DIGITS and count is None:
            count = int(token)
        elif count is not None and token in units_s:
            total_s, count = total_s + count * units_s[token], None
        else:
            return None
    if not tokens:
        return None
    return total_s if count is None else total_s + count * _MINUTE_S


def _units_s() -> Mapping[str, int]:
    """Return the seconds of each unit; translators write every word for it, blanks between."""
    own = {
        _("minute minutes min"): _MINUTE_S,
        _("hour hours h"): _HOUR_S,
        _("day days d"): _DAY_S,
    }
    return _ENGLISH | {
        word: unit_s for words, unit_s in own.items() for word in words.casefold().split()
    }
