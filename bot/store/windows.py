"""The periods that usage is counted in: UTC days and months, and all time."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.quotas import Period

ALL_TIME = "all"


def utc_day(now: datetime) -> date:
    """Return the UTC day of *now*, which must carry a zone.

    Raises:
        ValueError: *now* has no zone, so nobody knows its day.
    """
    if now.tzinfo is None:
        raise ValueError(f"a time without a zone: {now}")
    return now.astimezone(UTC).date()


def month_of(day: date) -> str:
    """Return the month as the period of a total: ``2025-01``."""
    return f"{day:%Y-%m}"


def key_of(period: Period, day: date) -> str:
    """Return the period around *day* as that of a total: ``2025-01-31`` or ``2025-01``."""
    return day.isoformat() if period is Period.DAY else month_of(day)


def next_begin(now: datetime, period: Period = Period.DAY) -> datetime:
    """Return when the next UTC day or month begins."""
    today = utc_day(now)
    if period is Period.DAY:
        begins = today + timedelta(days=1)
    else:
        begins = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return datetime(begins.year, begins.month, begins.day, tzinfo=UTC)


def resets_in_s(now: datetime, period: Period = Period.DAY) -> int:
    """Return the seconds until the next UTC day or month begins, at least 1."""
    return max(1, round((next_begin(now, period) - now).total_seconds()))
