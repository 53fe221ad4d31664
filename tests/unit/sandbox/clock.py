"""A clock that stands still until a test moves it."""

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """A ``Time`` for the sandbox; who sleeps wakes when ``advance`` passes the moment."""

    def __init__(self) -> None:
        self._passed_s = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return datetime(2026, 8, 6, 12, tzinfo=UTC) + timedelta(seconds=self._passed_s)

    def monotonic(self) -> float:
        return 1000.0 + self._passed_s

    async def sleep(self, delay_s: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._passed_s + delay_s, woken))
        await woken

    async def advance(self, seconds: float) -> None:
        await asyncio.sleep(0)  # lets tasks that were just made go to sleep first
        self._passed_s += seconds
        for due_s, woken in self._sleepers:
            if due_s <= self._passed_s and not woken.done():
                woken.set_result(None)
        self._sleepers = [each for each in self._sleepers if not each[1].done()]
        await asyncio.sleep(0)
