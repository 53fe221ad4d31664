"""One poller in fake time, and one who looks every second, for the figures of both."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import mean, median, quantiles

from bot.generation.breaker import Breaker
from bot.generation.durations import Durations
from bot.generation.poller import Poller
from bot.settings import ProviderSettings
from bot.store.durations import DurationTable, KindDuration
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import generation

ROWS_S = (2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
NOISE = 0.1  # tasks of one kind take so much more or less
_LESSONS = 6
_STEPS = 20


class NoTable(DurationTable):
    """Nothing is known from earlier, and nothing is kept."""

    def __init__(self) -> None:
        """Need no database."""

    async def newest(self, limit: int) -> Sequence[KindDuration]:
        return ()

    async def save(
        self, changed: Sequence[KindDuration], dropped: Sequence[tuple[str, str]]
    ) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a task's end: what the service tells, and what kinds were learnt before.

    ``lessons`` are the shares of the steps that earlier tasks of the same model had.
    """

    tells_eta: bool = False
    tells_fraction: bool = False
    lessons: tuple[float, ...] = ()


CASES: Mapping[str, Case] = {
    "learnt": Case(lessons=(1.0,) * _LESSONS),
    "seen once": Case(lessons=(1.0,)),
    "scaled": Case(lessons=(1.5, 1.5, 2.5, 2.5)),
    "ETA": Case(tells_eta=True),
    "fraction": Case(tells_fraction=True),
    "nothing": Case(),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Looks at a task on average, and how late its end was seen, in seconds."""

    looks: float
    late_median_s: float
    late_p95_s: float

    @classmethod
    def of(cls, watched: Sequence[tuple[int, float]]) -> "Figures":
        late_s = [late_s for _looks, late_s in watched]
        return cls(
            mean(looks for looks, _late in watched), median(late_s), quantiles(late_s, n=20)[-1]
        )


class Trial:
    """A poller that knows nothing yet."""

    def __init__(self, case: Case, seed: int) -> None:
        self._case = case
        self._time = FakeTime()
        self._provider = FakeProvider(
            self._time, tells_eta=case.tells_eta, tells_fraction=case.tells_fraction
        )
        self._chance = random.Random(seed)  # noqa: S311 - jitter and noise
        services = {"fake": self._provider}
        self._poller = Poller(
            services,
            {"fake": ProviderSettings(name="fake")},
            Durations(NoTable(), self._time),
            Breaker(services, self._time, self._chance),
            self._time,
            self._chance,
        )

    async def watch(self, duration_s: float) -> tuple[float, int, float]:
        """Take the lessons; return duration, looks and lateness of a task like *duration_s*."""
        for share in self._case.lessons:
            await self._watch_one(duration_s * share, round(_STEPS * share))
        return await self._watch_one(duration_s, _STEPS)

    async def _watch_one(self, duration_s: float, steps: int) -> tuple[float, int, float]:
        provider, poller = self._provider, self._poller
        provider.duration_s = duration_s * self._chance.uniform(1 - NOISE, 1 + NOISE)
        task_id = (await provider.submit(generation(steps=steps).request, {})).task_id
        task = generation(len(provider.tasks), steps=steps)
        poller.watch(replace(task, submitted_at=self._time.now()), task_id, first_look_s=None)
        while (delay_s := poller.next_look_s()) is not None:
            self._time.advance(delay_s)
            for due in poller.due():
                await poller.look(due)
        looks_s = provider.tasks[task_id].looks_at_s
        return (
            provider.duration_s,
            len(looks_s),
            looks_s[-1] - provider.tasks[task_id].done_at_s,
        )


async def figures(case: Case, duration_s: float, repeats: int) -> tuple[Figures, Figures]:
    """Return ours, and those of one who looks every second at the same tasks.

    That one's seconds are out of step with the tasks, as any two clocks are.
    """
    ours, fixed = [], []
    chance = random.Random(7)  # noqa: S311 - being out of step
    for seed in range(repeats):
        took_s, looks, late_s = await Trial(case, seed).watch(duration_s)
        ours.append((looks, late_s))
        first_s = chance.uniform(0.5, 1.5)
        more = max(0, math.ceil(took_s - first_s))
        fixed.append((1 + more, first_s + more - took_s))
    return Figures.of(ours), Figures.of(fixed)
