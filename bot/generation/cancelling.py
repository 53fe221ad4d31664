"""Cancelling a generation that waits or runs: the row first, then its card."""

from collections.abc import Callable

import structlog

from bot.domain.generation import Cancelled, Status
from bot.domain.moderation.log import LogEntry
from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.generation.endings import Endings
from bot.generation.queue import Turns
from bot.generation.work import Work
from bot.store.generations import Generations
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


def _nobody() -> None:
    """Tell nobody."""


class Cancelling:
    """Takes back what was asked for, as far as that is still possible.

    A service cannot be told to stop: what it works on keeps its slot, and is looked at, until it
    ends or its deadline has come; its images are not fetched.
    """

    def __init__(
        self,
        *,
        generations: Generations,
        endings: Endings,
        turns: Turns,
        work: Work,
        time: Time,
        review_withdrawn: Callable[[], None] = _nobody,
    ) -> None:
        self._review_withdrawn = review_withdrawn
        self._generations = generations
        self._endings = endings
        self._turns = turns
        self._work = work
        self._time = time

    async def cancel(self, generation_id: int, entry: LogEntry | None = None) -> Cancelled | None:
        """Cancel a generation; None if it has ended, has its images, or there is none.

        *entry* is what the moderation log says of it, if it is not the member's own wish.

        Raises:
            StorageUnavailable: That could not be written, so it goes on.
        """
        cancelled = await self._generations.cancel(generation_id, self._time.now(), entry)
        if cancelled is None:
            return None
        logger.info("cancelled", generation=generation_id, was=cancelled.was)
        if cancelled.was is Status.QUEUED:
            self._turns.forget(generation_id)
        elif cancelled.was is Status.IN_REVIEW:
            self._review_withdrawn()
        self._work.wake()
        return cancelled

    async def tell(self, cancelled: Cancelled) -> None:
        """Show it on the card; what cannot be shown now, the work shows later."""
        if cancelled.was is Status.SUBMITTING:
            return  # whether it counts is known once the submit has ended; the work tells it then
        try:
            await self._endings.tell(cancelled.generation)
        except (DiscordUnreachable, StorageUnavailable) as fault:
            logger.warning(
                "not told yet", generation=cancelled.generation.id, fault=type(fault).__name__
            )
