"""Generations that a fault of our own stopped, and when each is taken up again."""

import heapq
import itertools
import random
from dataclasses import dataclass

from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.timing import Time

_FIRST_DELAY_S = 30.0
_MAX_DELAY_S = 15 * 60.0
_JITTER = 0.2
_MOST_BUGS = 3
_LONGEST_S = 24 * 3_600.0  # a database or Discord comes back, a bug stays
_MOST_REMEMBERED = 10_000

_NEIGHBOURS = (StorageUnavailable, DiscordUnreachable)


@dataclass(frozen=True, slots=True)
class _Trouble:
    since_s: float
    bugs: int
    tries: int
    last: Exception


class Retries:
    """Remembers which generations to take up again, and the fault that stopped each.

    What stops for a neighbour's sake is tried for a day, with pauses that grow from half a minute
    to a quarter of an hour; a bug is tried three times.
    """

    def __init__(self, time: Time, chance: random.Random) -> None:
        self._time = time
        self._chance = chance
        self._due: list[tuple[float, int, int]] = []
        self._waiting: set[int] = set()
        self._order = itertools.count()
        self._troubles: dict[int, _Trouble] = {}

    def add(self, generation_id: int, fault: Exception) -> None:
        """Take that generation up again after a pause."""
        known = self._troubles.pop(generation_id, None)
        # Without tracebacks, which would keep whole frames, images among them, in memory; the
        # errors behind this one hold theirs.
        fault.__cause__ = fault.__context__ = None
        trouble = _Trouble(
            since_s=known.since_s if known else self._time.monotonic(),
            bugs=(known.bugs if known else 0) + (not isinstance(fault, _NEIGHBOURS)),
            tries=(known.tries if known else 0) + 1,
            last=fault.with_traceback(None),
        )
        self._troubles[generation_id] = trouble
        if len(self._troubles) > _MOST_REMEMBERED:
            del self._troubles[next(iter(self._troubles))]
        delay_s = min(_FIRST_DELAY_S * 2.0 ** min(trouble.tries - 1, 10), _MAX_DELAY_S)
        delay_s *= self._chance.uniform(1 - _JITTER, 1 + _JITTER)
        due_at_s = self._time.monotonic() + delay_s
        heapq.heappush(self._due, (due_at_s, next(self._order), generation_id))
        self._waiting.add(generation_id)

    def is_waiting(self, generation_id: int) -> bool:
        """Whether that generation will be taken up again."""
        return generation_id in self._waiting

    def last_fault(self, generation_id: int) -> Exception | None:
        """Return what stopped it if it was tried enough, else None."""
        trouble = self._troubles.get(generation_id)
        if trouble is None:
            return None
        has_lasted_s = self._time.monotonic() - trouble.since_s
        is_enough = trouble.bugs >= _MOST_BUGS or has_lasted_s >= _LONGEST_S
        return trouble.last if is_enough else None

    def due(self) -> list[int]:
        """Take out the generations whose time has come."""
        now_s = self._time.monotonic()
        ids = []
        while self._due and self._due[0][0] <= now_s:
            generation_id = heapq.heappop(self._due)[2]
            self._waiting.discard(generation_id)
            ids.append(generation_id)
        return ids

    def delay_s(self) -> float | None:
        """Return seconds until the next is due, or None if there is none."""
        return max(0.0, self._due[0][0] - self._time.monotonic()) if self._due else None
