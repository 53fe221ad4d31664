"""Places for those who hold the bytes of a whole card in memory, shared out fairly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_AT_ONCE = 4
_AT_ONCE_EACH = 2  # so that one channel where everything hangs leaves places to the others


@dataclass(slots=True)
class _Own:
    users: int = 0
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE_EACH))


class Rooms:
    """Four places for all together, of which one server has at most two."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(_AT_ONCE)
        self._own: dict[int, _Own] = {}

    @asynccontextmanager
    async def enter(self, whose: int) -> AsyncIterator[None]:
        """Hold a place of those that *whose* has: a server, or a channel outside of one."""
        own = self._own.setdefault(whose, _Own())
        own.users += 1
        try:
            # One's own first: who waits for that takes nothing from anybody else.
            async with own.room, self._all:
                yield
        finally:
            own.users -= 1
            if not own.users:
                del self._own[whose]
