"""For how long a member can be blocked."""

from datetime import datetime, timedelta
from enum import StrEnum

MAX_BLOCK_REASON_LENGTH = 500


class BlockLength(StrEnum):
    """The lengths that moderators choose from."""

    MINUTES = "10m"
    DAY = "1d"
    WEEK = "7d"
    FOR_GOOD = "for_good"


_LENGTHS = {
    BlockLength.MINUTES: timedelta(minutes=10),
    BlockLength.DAY: timedelta(days=1),
    BlockLength.WEEK: timedelta(days=7),
}


def block_until(length: BlockLength, now: datetime) -> datetime | None:
    """Return when such a block ends that begins *now*, None for never."""
    lasts = _LENGTHS.get(length)
    return None if lasts is None else now + lasts
