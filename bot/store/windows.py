"""The periods that usage is counted in: UTC days and months, and all time."""

from datetime import UTC, date, datetime, timedelta

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


def resets_in_s(now: datetime) -> int:
    """Return the seconds until the next UTC day begins, at least 1."""
    tomorrow = utc_day(now) + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=UTC)
    return max(1, round((midnight - now).total_seconds()))
