"""The places in the queue that waiting cards show."""

from itertools import islice

from bot.generation.announcer import Announcer, Progress
from bot.generation.queue import Turns
from bot.store.generations import Generations
from bot.timing import Time

_INTERVAL_S = 2.0
_FRONT = 8
_MOST_AT_ONCE = 24


class Positions:
    """Tells cards their place when it has changed: a bounded number of them at a time.

    Those in front learn of it first, the others in turn, so that a thousand waiting cards cost no
    more a second than thirty.
    """

    def __init__(
        self, generations: Generations, turns: Turns, announcer: Announcer, time: Time
    ) -> None:
        self._generations = generations
        self._turns = turns
        self._announcer = announcer
        self._time = time
        self._shown: dict[int, int] = {}
        self._left = 0
        self._cursor = 0
        self._not_before_s = 0.0

    def moved(self) -> None:
        """Remember that the queue has moved, so that every waiting card is to be looked at."""
        self._left = max(1, len(self._turns.waiting) - _FRONT)

    def delay_s(self) -> float | None:
        """Return seconds until ``refresh`` is due, or None if no card can have changed."""
        if self._left <= 0 or not self._turns.waiting:
            return None
        return max(0.0, self._not_before_s - self._time.monotonic())

    async def refresh(self) -> None:
        """Look up the places of the next cards and announce those that have changed.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        self._not_before_s = self._time.monotonic() + _INTERVAL_S
        ids = self._next_ids()
        places = await self._generations.places(ids)
        for generation_id in ids:
            # Asked for only now: its turn may have come while the database was read.
            generation = self._turns.waiting.get(generation_id)
            place = places.get(generation_id)
            if generation is None or place is None:
                self._shown.pop(generation_id, None)
                self._turns.forget(generation_id)
            elif self._shown.get(generation_id) != place.position:
                self._shown[generation_id] = place.position
                self._announcer.progress(generation, Progress(position=place.position))

    def _next_ids(self) -> list[int]:
        waiting = self._turns.waiting
        front = list(islice(waiting, _FRONT))
        if self._cursor >= len(waiting):
            self._cursor = 0
        start = max(self._cursor, _FRONT)
        others = list(islice(waiting, start, start + _MOST_AT_ONCE - _FRONT))
        self._cursor = start + len(others)
        self._left = self._left - len(others) if others else 0
        if len(self._shown) > 2 * len(waiting):
            self._shown = {key: self._shown[key] for key in waiting if key in self._shown}
        return front + others
