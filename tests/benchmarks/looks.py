"""Looks at a task beside "look every second", by what is known of its end; in fake time."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import mean

from bot.generation.durations import Durations
from bot.generation.poller import Poller
from bot.settings import ProviderSettings
from tests.benchmarks.tables import table
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import generation

DURATIONS_S = (2.0, 5.0, 10.0, 20.0, 40.0, 60.0)
_LESSONS = 5
_HEADER = ["task takes", "every second", *("ETA told", "progress told", "learnt ±10 %", "no hint")]

_Make = Callable[[FakeTime], FakeProvider]


class _Trial:
    """One poller, and what it learns."""

    def __init__(self, make: _Make, seed: int) -> None:
        self._time = FakeTime()
        self._provider = make(self._time)
        self._poller = Poller(
            {"fake": self._provider},
            {"fake": ProviderSettings(name="fake")},
            Durations(),
            self._time,
            random.Random(seed),  # noqa: S311 - jitter
        )

    async def watch(self, duration_s: float) -> tuple[int, float]:
        """Return the looks that one task took, and how late its end was seen, in seconds."""
        provider, poller = self._provider, self._poller
        provider.duration_s = duration_s
        task_id = (await provider.submit(generation().request, {})).task_id
        task = replace(generation(len(provider.tasks)), submitted_at=self._time.now())
        poller.watch(task, task_id, first_look_s=None)
        while (delay_s := poller.next_look_s()) is not None:
            self._time.advance(delay_s)
            for due in poller.due():
                await poller.look(due)
        watched = provider.tasks[task_id]
        return len(watched.looks_at_s), watched.looks_at_s[-1] - watched.done_at_s


async def measure(durations_s: Sequence[float] = DURATIONS_S, repeats: int = 20) -> str:
    """Return the table: looks, and in brackets how late the end was seen on average."""
    rows = []
    for duration_s in durations_s:
        cells = [
            await _cell(lambda time: FakeProvider(time, tells_eta=True), duration_s, repeats),
            await _cell(lambda time: FakeProvider(time, tells_fraction=True), duration_s, repeats),
            await _cell(FakeProvider, duration_s, repeats, lessons=_LESSONS, noise=0.1),
            await _cell(FakeProvider, duration_s, repeats),
        ]
        # One who looks every second sees the end half a second late on average.
        rows.append([f"{duration_s:g} s", f"{math.ceil(duration_s)} (0.50 s)", *cells])
    return table("Looks at one task, and how late its end was seen", _HEADER, rows)


async def _cell(
    make: _Make, duration_s: float, repeats: int, *, lessons: int = 0, noise: float = 0.0
) -> str:
    chance = random.Random(2)  # noqa: S311 - noise
    looks, delays_s = [], []
    for repeat in range(repeats):
        trial = _Trial(make, repeat)
        for _lesson in range(lessons):
            await trial.watch(duration_s * chance.uniform(1 - noise, 1 + noise))
        taken, delay_s = await trial.watch(duration_s * chance.uniform(1 - noise, 1 + noise))
        looks.append(taken)
        delays_s.append(delay_s)
    return f"{mean(looks):.1f} ({mean(delays_s):.2f} s)"
