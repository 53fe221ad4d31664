"""Generations that a fault of our own stopped, and when each is taken up again."""

import heapq
import itertools

from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.timing import Time

_DELAY_S = 30.0
_MOST_TRIES = 3
_MOST_TRIES_OF_NEIGHBOURS = 20  # a database or Discord comes back, a bug stays
_MOST_REMEMBERED = 1_000


class Retries:
    """Remembers which generations to take up again, and the fault that stopped each."""

    def __init__(self, time: Time) -> None:
        self._time = time
        self._due: list[tuple[float, int, int]] = []
        self._order = itertools.count()
        self._faults: dict[int, tuple[int, Exception]] = {}

    def add(self, generation_id: int, fault: Exception) -> None:
        """Take that generation up again in half a minute."""
        tries, _last = self._faults.pop(generation_id, (0, fault))
        # Without tracebacks, which would keep whole frames, images among them, in memory; the
        # errors behind this one hold theirs.
        fault.__cause__ = fault.__context__ = None
        self._faults[generation_id] = (tries + 1, fault.with_traceback(None))
        if len(self._faults) > _MOST_REMEMBERED:
            del self._faults[next(iter(self._faults))]
        due_at_s = self._time.monotonic() + _DELAY_S
        heapq.heappush(self._due, (due_at_s, next(self._order), generation_id))

    def last_fault(self, generation_id: int) -> Exception | None:
        """Return what stopped it if it was tried too often already, else None."""
        tries, fault = self._faults.get(generation_id, (0, None))
        is_neighbour = isinstance(fault, StorageUnavailable | DiscordUnreachable)
        most = _MOST_TRIES_OF_NEIGHBOURS if is_neighbour else _MOST_TRIES
        return fault if tries >= most else None

    def due(self) -> list[int]:
        """Take out the generations whose time has come."""
        now_s = self._time.monotonic()
        ids = []
        while self._due and self._due[0][0] <= now_s:
            ids.append(heapq.heappop(self._due)[2])
        return ids

    def delay_s(self) -> float | None:
        """Return seconds until the next is due, or None if there is none."""
        return max(0.0, self._due[0][0] - self._time.monotonic()) if self._due else None
