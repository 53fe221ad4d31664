"""Column types and words of the tables."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, TypeDecorator

# SQLite hands out row numbers only to a column of type INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class EntryKind(StrEnum):
    """What an entry of the ledger does; each happens at most once a generation."""

    RESERVE = "reserve"  # admission takes all units
    SETTLE = "settle"  # images that did not come are given back singly
    REFUND = "refund"  # the generation failed: what is still taken is given back


class Review(StrEnum):
    """Where a moderator's decision stands."""

    NONE = "none"  # none is asked for
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class UtcTime(TypeDecorator[datetime]):
    """A point in time, kept as UTC, with its zone on both ways."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn *value* into UTC; SQLite drops the zone.

        Raises:
            ValueError: *value* has no zone, so nobody knows when it is.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite dropped."""
        del dialect
        return value.replace(tzinfo=UTC) if value is not None else None
