"""The ids of first cards: one that cannot be written now is written a little later."""

import structlog

from bot.errors import StorageUnavailable
from bot.store.generations import Generations
from bot.texts import in_english
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_INTERVAL_S = 5.0
_MOST_REMEMBERED = 10_000


class CardIds:
    """Without its card's id, a late answer is a new message and the card says "waiting" for ever.

    ``delay_s`` and ``write`` are for a chore that writes what is still to be written.
    """

    def __init__(self, generations: Generations, time: Time) -> None:
        self._generations = generations
        self._time = time
        self._unwritten: dict[int, int] = {}
        self._due_s = 0.0

    async def note(self, generation_id: int, message_id: int) -> None:
        """Write which message is the card of that generation, now or later."""
        try:
            await self._generations.set_message(generation_id, message_id)
        except StorageUnavailable as error:
            logger.warning("card not noted yet", generation=generation_id, fault=in_english(error))
            self._unwritten[generation_id] = message_id
            if len(self._unwritten) > _MOST_REMEMBERED:
                del self._unwritten[next(iter(self._unwritten))]
            self._due_s = self._time.monotonic() + _INTERVAL_S

    def delay_s(self) -> float | None:
        """Return in how many seconds to write again, or None if nothing is left to be written."""
        return max(0.0, self._due_s - self._time.monotonic()) if self._unwritten else None

    async def write(self) -> None:
        """Write what could not be written, until that fails again."""
        self._due_s = self._time.monotonic() + _INTERVAL_S
        for generation_id, message_id in list(self._unwritten.items()):
            try:
                await self._generations.set_message(generation_id, message_id)
            except StorageUnavailable as error:
                logger.warning(
                    "cards not noted yet", fault=in_english(error), left=len(self._unwritten)
                )
                return
            del self._unwritten[generation_id]
