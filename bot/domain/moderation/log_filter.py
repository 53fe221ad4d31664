"""What a moderator looks for in the log."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.moderation.log import Action
from bot.errors import InvalidRequest
from bot.texts import gettext as _

MAX_DAYS = 3_650
_DATE_LENGTH = 10  # of 2026-11-27


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """All that is None is not looked at; without an action, what was allowed is left out.

    ``since`` belongs to it, ``until`` does not; both are whole minutes.
    """

    member_id: int | None = None
    actor_id: int | None = None
    action: Action | None = None
    since: datetime | None = None
    until: datetime | None = None


def period(
    since: str | None, until: str | None, days: int | None, now: datetime
) -> tuple[datetime | None, datetime | None]:
    """Read from when to when; *until* is the last day that belongs to it.

    Raises:
        InvalidRequest: Not a day, or the end lies before the beginning.
    """
    begin = None if since is None else _start_of(_day("since", since))
    end = None if until is None else _start_of(_day("until", until) + timedelta(days=1))
    if days is not None:
        if begin is not None:
            raise InvalidRequest("days", days, _("give either days or since, not both"))
        begin = (end or now).replace(second=0, microsecond=0) - timedelta(days=days)
    if begin is not None and end is not None and end <= begin:
        raise InvalidRequest("until", until, _("give a day that is not before the first"))
    return begin, end


def _day(name: str, text: str) -> date:
    wanted = text.strip()
    try:
        if len(wanted) == _DATE_LENGTH:
            found = date.fromisoformat(wanted)
            if found.year < date.max.year:
                return found
    except ValueError:
        pass  # said below
    raise InvalidRequest(name, text, _("write a day as year-month-day, such as 2026-11-27"))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
