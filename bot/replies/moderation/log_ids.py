"""What a moderator looks for in the log, as the custom_ids of its pages say it.

`easel:modlog:b:57:3w5e11264sg0::refused:lx3k0:` leads to what lies before entry 57 and is about
that member. Numbers are written in 36 digits, times in minutes: all fits into 100 characters.
"""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.moderation.log import Action
from bot.domain.moderation.log_filter import LogFilter

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FILTER = (
    r"(?P<member>[0-9a-z]{0,13}):(?P<actor>[0-9a-z]{0,13}):(?P<action>[a-z_]{0,32})"
    r":(?P<since>[0-9a-z]{0,6}):(?P<until>[0-9a-z]{0,6})"
)
TURN = rf"easel:modlog:(?P<way>[ba]):(?P<id>[0-9a-z]{{1,13}}):{_FILTER}"
EXPORT = rf"easel:modlog:csv:{_FILTER}"


class Turn(StrEnum):
    """To which side of an entry a page lies."""

    OLDER = "b"
    NEWER = "a"


def turn_id(way: Turn, entry_id: int, wanted: LogFilter) -> str:
    """Return the custom_id of a button that leads to the page beside that entry."""
    return f"easel:modlog:{way}:{written(entry_id)}:{_filter(wanted)}"


def export_id(wanted: LogFilter) -> str:
    """Return the custom_id of the button that sends all of it as a file."""
    return f"easel:modlog:csv:{_filter(wanted)}"


def filter_of(match: re.Match[str]) -> LogFilter:
    """Read what a custom_id says; what no version wrote is not looked for."""
    action = match["action"]
    return LogFilter(
        member_id=_number(match["member"]),
        actor_id=_number(match["actor"]),
        action=Action(action) if action in set(Action) else None,
        since=_moment(match["since"]),
        until=_moment(match["until"]),
    )


def entry_id_of(match: re.Match[str]) -> int:
    """Return the entry that a page begins from."""
    return min(int(match["id"], len(_DIGITS)), 2**63 - 1)


def written(number: int) -> str:
    """Return *number* in 36 digits."""
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _filter(wanted: LogFilter) -> str:
    return ":".join(
        (
            _written(wanted.member_id),
            _written(wanted.actor_id),
            wanted.action or "",
            _minutes(wanted.since),
            _minutes(wanted.until),
        )
    )


def _written(number: int | None) -> str:
    return "" if number is None else written(number)


def _minutes(moment: datetime | None) -> str:
    return "" if moment is None else written(max(0, int(moment.timestamp())) // 60)


def _number(digits: str) -> int | None:
    return min(int(digits, len(_DIGITS)), 2**63 - 1) if digits else None


def _moment(digits: str) -> datetime | None:
    if not digits:
        return None
    begin = datetime(1970, 1, 1, tzinfo=UTC)
    latest = datetime.max.replace(tzinfo=UTC) - begin
    return begin + min(timedelta(minutes=int(digits, len(_DIGITS))), latest)
