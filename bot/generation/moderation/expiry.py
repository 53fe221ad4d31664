"""Expiry: what no moderator has decided in time ends, each minute a few."""

from datetime import timedelta

from bot.generation.doubted_clock import DoubtedClock
from bot.generation.moderation.reviewing import Reviewing
from bot.timing import Time

_DOUBT = timedelta(hours=1)  # what leapt ahead by mistake must not reject what waits


class Expiry:
    """A sweep of the work."""

    name = "reviews"

    def __init__(self, reviewing: Reviewing, time: Time) -> None:
        self._reviewing = reviewing
        self._clock = DoubtedClock(time, _DOUBT)

    async def step(self) -> None:
        """End what is over by now.

        Raises:
            StorageUnavailable: The database does not take it; the next minute goes on.
        """
        if await self._clock.is_believed():
            await self._reviewing.expire()
