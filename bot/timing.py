"""Time as a dependency: what waits or reads a clock takes a ``Time``, so that tests own it."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Time(Protocol):
    """A clock that can also wait."""

    def now(self) -> datetime:
        """Return the wall clock, with the zone UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        ...

    async def sleep(self, delay_s: float) -> None:
        """Wait for *delay_s* seconds."""
        ...


class SystemTime:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the wall clock, with the zone UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        return time.monotonic()

    async def sleep(self, delay_s: float) -> None:
        """Wait for *delay_s* seconds."""
        await asyncio.sleep(delay_s)
