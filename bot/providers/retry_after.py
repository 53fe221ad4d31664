"""``Retry-After``: seconds or an HTTP date, capped."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.providers.lenient import number

MAX_RETRY_AFTER_S = 3_600.0  # a wrong clock or a typo must not silence the bot for a day


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Return the seconds to stay away, 0 to 3,600, or None if the header says nothing readable."""
    if header is None:
        return None
    seconds = number(header)
    if seconds is None:
        try:
            until = parsedate_to_datetime(header)
        except (ValueError, OverflowError):
            return None
        if until.tzinfo is None:  # the parser's way to say "-0000"
            until = until.replace(tzinfo=UTC)
        seconds = (until - now).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_S)
