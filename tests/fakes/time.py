"""A clock that moves only when someone sleeps, or only by hand."""

import asyncio
import heapq
import itertools
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

_START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_QUIET_TURNS = 5  # of the event loop, so that whoever can act now does so before time moves


class FakeTime:
    """Many may sleep: time jumps to the earliest end, once everybody else had a turn.

    It cannot see work on other threads, so beside a loop that runs by itself it would rush ahead
    while the database writes: there, ``by_hand`` leaves every move to ``advance``.
    """

    def __init__(self, start: datetime = _START, *, by_hand: bool = False) -> None:
        self._start = start
        self._by_hand = by_hand
        self._elapsed_s = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int]] = []
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed_s)

    def monotonic(self) -> float:
        return self._elapsed_s

    def advance(self, delay_s: float) -> None:
        """Move on, as if somebody had slept."""
        self._elapsed_s += delay_s
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def jump(self, delta_s: float) -> None:
        """Set the wall clock forward, or back, and nothing else: as an operator or NTP would."""
        self._start += timedelta(seconds=delta_s)

    def sleep(self, delay_s: float) -> Coroutine[Any, Any, None]:
        """Wait from the moment of the call, which may be before the coroutine's first step.

        Who was told how long to sleep would oversleep a move that came between the two.
        """
        end_s = self._elapsed_s + max(0.0, delay_s)
        return self._wait(end_s) if self._by_hand else self._jump(end_s)

    async def _wait(self, end_s: float) -> None:
        while self._elapsed_s < end_s:
            await self._moved.wait()

    async def _jump(self, end_s: float) -> None:
        sleeper = (end_s, next(self._order))
        heapq.heappush(self._sleepers, sleeper)
        try:
            quiet_turns = 0
            while quiet_turns < _QUIET_TURNS:
                await asyncio.sleep(0)
                quiet_turns = quiet_turns + 1 if self._sleepers[0] == sleeper else 0
            self._elapsed_s = max(self._elapsed_s, sleeper[0])
        finally:
            self._sleepers.remove(sleeper)
            heapq.heapify(self._sleepers)
