"""Custody: this process keeps the leases of its work, and finds what nobody works on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.store.leases import LEASE, Leases
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

INTERVAL_S = 30.0
_MOST_AT_ONCE = 100
_NOBODYS_AGE = timedelta(minutes=2)  # whoever ended it is telling of it until then


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the last round saw; only what is there again in the next is acted upon."""

    at_s: float
    lapsed: dict[int, datetime]
    forgotten: frozenset[int]


class Custody:
    """Renews, takes over and finds again; what it finds waits to be resumed.

    A lease is another's wall clock. So it is believed to have run out only if it was there
    unchanged half a minute later, by our own monotonic clock: whoever lives has renewed it by
    then, even if the wall clock jumped. A clock put back merely delays the taking over.
    """

    def __init__(
        self, leases: Leases, time: Time, *, owner: str, is_open: Callable[[int], bool]
    ) -> None:
        self._leases = leases
        self._time = time
        self._owner = owner
        self._is_open = is_open
        self._seen = _Seen(0.0, {}, frozenset())
        self._found: list[int] = []

    def found(self) -> Sequence[int]:
        """Take out the generations that were found; each is to be resumed."""
        found, self._found = self._found, []
        return found

    @property
    def has_found(self) -> bool:
        """Whether something was found and not taken out yet."""
        return bool(self._found)

    async def step(self) -> None:
        """Make one round.

        Raises:
            StorageUnavailable: The database does not answer; the next round goes on.
        """
        until = self._time.now() + LEASE
        await self._leases.renew(self._owner, until)
        await self._take_over(until)
        await self._adopt(until)
        await self._find_again()

    async def _take_over(self, until: datetime) -> None:
        lapsed = dict(await self._leases.lapsed(self._owner, self._time.now(), _MOST_AT_ONCE))
        now_s = self._time.monotonic()
        known = self._seen.lapsed if now_s - self._seen.at_s >= INTERVAL_S / 2 else {}
        dead = {
            generation_id: lease
            for generation_id, lease in lapsed.items()
            if known.get(generation_id) == lease and not self._is_open(generation_id)
        }
        self._seen = _Seen(now_s, lapsed, self._seen.forgotten)
        if not dead:
            return
        for generation in await self._leases.take_over(self._owner, until, dead):
            logger.warning("taken over", generation=generation.id, status=generation.status)
            self._found.append(generation.id)

    async def _adopt(self, until: datetime) -> None:
        before = self._time.now() - _NOBODYS_AGE
        for generation in await self._leases.adopt(self._owner, until, before, _MOST_AT_ONCE):
            if self._is_open(generation.id):
                continue  # who ended it is telling of it, which may take minutes
            logger.info("nobody's", generation=generation.id, status=generation.status)
            self._found.append(generation.id)

    async def _find_again(self) -> None:
        # Lost by a fault of ours. Seen twice, because a row of this moment may not be known yet.
        held = await self._leases.held(self._owner)
        idle = frozenset(
            generation_id
            for generation_id in held - frozenset(self._found)
            if not self._is_open(generation_id)
        )
        for generation_id in sorted(idle & self._seen.forgotten):
            logger.warning("found again", generation=generation_id)
            self._found.append(generation_id)
        self._seen = _Seen(self._seen.at_s, self._seen.lapsed, idle - frozenset(self._found))
