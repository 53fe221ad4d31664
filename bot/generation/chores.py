"""Chores: what is done again and again beside the generations, each never twice at once."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Protocol

from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something to do when it is due.

    ``delay_s`` says in how many seconds that is, 0.0 for now, None until something changes;
    ``is_upkeep`` tells what is due for ever from what comes to an end with the work.
    """

    name: str
    delay_s: Callable[[], float | None]
    do: Callable[[], Coroutine[object, object, object]]
    is_upkeep: bool = False


class Sweep(Protocol):
    """What is done a little of, each minute."""

    @property
    def name(self) -> str:
        """Name it in the log; no two are the same."""
        ...

    def step(self) -> Coroutine[object, object, None]:
        """Do a little, in bounded time."""
        ...


def periodic(
    name: str, interval_s: float, do: Callable[[], Awaitable[object]], time: Time
) -> Chore:
    """Return a chore that is due every *interval_s* seconds, and at once at first."""
    rhythm = _Rhythm(interval_s, time)

    async def step() -> None:
        rhythm.begin()
        await do()

    return Chore(name=name, delay_s=rhythm.delay_s, do=step, is_upkeep=True)


class _Rhythm:
    def __init__(self, interval_s: float, time: Time) -> None:
        self._interval_s = interval_s
        self._time = time
        self._next_s = 0.0

    def begin(self) -> None:
        self._next_s = self._time.monotonic() + self._interval_s

    def delay_s(self) -> float:
        return max(0.0, self._next_s - self._time.monotonic())
