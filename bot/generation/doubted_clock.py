"""The doubted clock: a wall clock that has leapt ahead must not end or remove anything."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_LEAP = timedelta(minutes=5)
_LONGEST_SILENCE = timedelta(days=7)  # of a bot whose clock is right


async def nothing_known() -> datetime | None:
    """Know nothing of the time before this process."""
    return None


class DoubtedClock:
    """Tells whether ages may be counted by the wall clock; after a leap not before *doubt* is over.

    It sees leaps while the process lives. For what was before, *newest* is asked once: a clock
    that is far ahead of the last moment known is doubted as well.
    """

    def __init__(
        self,
        time: Time,
        doubt: timedelta,
        newest: Callable[[], Awaitable[datetime | None]] = nothing_known,
    ) -> None:
        self._time = time
        self._doubt = doubt
        self._newest = newest
        self._is_compared = False
        self._now = time.now()
        self._now_s = time.monotonic()
        self._believed_s = 0.0

    async def is_believed(self) -> bool:
        """Whether what is old by the wall clock is old.

        Raises:
            StorageUnavailable: The newest moment could not be read.
        """
        now, now_s = self._time.now(), self._time.monotonic()
        ahead = (now - self._now) - timedelta(seconds=now_s - self._now_s)
        self._now, self._now_s = now, now_s
        if ahead > _LEAP:
            self._begin_doubt(ahead)
        if not self._is_compared:
            newest = await self._newest()
            self._is_compared = True
            if newest is not None and now - newest > _LONGEST_SILENCE:
                self._begin_doubt(now - newest)
        return self._time.monotonic() >= self._believed_s

    def _begin_doubt(self, ahead: timedelta) -> None:
        self._believed_s = self._time.monotonic() + self._doubt.total_seconds()
        logger.warning(
            "the clock may be ahead: what is old is left alone for a while",
            by=str(ahead),
            doubt=str(self._doubt),
        )
