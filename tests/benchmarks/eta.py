"""How far off "done in about" is: what cards promised beside what came, in fake time."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.generation import Generation, MemberLimits, NewGeneration, Rung
from bot.domain.request import ImageRequest
from bot.generation.announcer import Load, Progress
from bot.providers.provider import SubmittedTask
from bot.settings import ProviderSettings
from tests.benchmarks.tables import percentile, table
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, start

_SLOTS = 4
_FIXED_S, _PER_WORK_S = 1.5, 4.0  # of an image of 512 by 512 pixels and 20 steps
_NOISE = 0.15
_HEADER = ("first card: median", "p95", "half-way: median", "p95")
_LIMITS = MemberLimits(daily_quota=100_000, waiting=1_000, running=_SLOTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """So many *requests* of *members* in three servers, after *lessons* of each kind."""

    requests: int
    members: int = 12
    lessons: int = 3


@dataclass(frozen=True, slots=True)
class Case:
    """*every_s* between two requests, 0 for all at once; so many images in a minute."""

    name: str
    every_s: float
    per_minute: int


CASES = (
    Case("all at once", 0.0, 10_000),
    Case("all at once, 20 images a minute", 0.0, 20),
    Case("one every 3 s", 3.0, 10_000),
    Case("one every 6 s, 20 images a minute", 6.0, 20),
)


@dataclass
class Promises(FakeAnnouncer):
    """Remembers which card promised what when, and when the images came."""

    time: FakeTime = field(default_factory=FakeTime)
    promised: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    came: dict[int, datetime] = field(default_factory=dict)

    def progress(self, generation: Generation, progress: Progress) -> None:
        if progress.done_at is not None:
            self.promise(generation.id, progress.done_at)

    def promise(self, generation_id: int, done_at: datetime) -> None:
        self.promised.setdefault(generation_id, []).append((self.time.now(), done_at))

    async def deliver(self, generation: Generation, load: Load) -> Rung:
        self.came[generation.id] = self.time.now()
        return await super().deliver(generation, load)


@dataclass
class WorkingProvider(FakeProvider):
    """Takes longer for more work, give or take."""

    chance: random.Random = field(default_factory=lambda: random.Random(3))  # noqa: S311 - noise

    async def submit(self, request: ImageRequest, inputs: object) -> SubmittedTask:
        work = request.units * request.steps / 20 * request.width_px * request.height_px / 512**2
        share = self.chance.uniform(1 - _NOISE, 1 + _NOISE)
        self.duration_s = (_FIXED_S + _PER_WORK_S * work) * share
        return await super().submit(request, {})


async def measure(plan: Plan, folder: Path) -> str:
    """Return the table: the error's share of what was left to wait at that moment."""
    rows = []
    for number, case in enumerate(CASES):
        first, half_way = await _errors(plan, case, folder / str(number))
        rows.append([case.name, *_cells(first), *_cells(half_way)])
    header = [f"{plan.requests} requests, {_SLOTS} slots", *_HEADER]
    return table("How far off the promised time is, as a share of the wait", header, rows)


def _cells(errors: Sequence[float]) -> list[str]:
    if not errors:
        return ["-", "-"]
    return [f"{percentile(errors, share):.0%}" for share in (0.5, 0.95)]


async def _errors(plan: Plan, case: Case, folder: Path) -> tuple[list[float], list[float]]:
    await asyncio.to_thread(folder.mkdir)
    time = FakeTime()
    announcer = Promises(time=time)
    settings = ProviderSettings(name="fake", slots=_SLOTS, images_per_minute=case.per_minute)
    async with start(
        folder,
        time=time,
        provider=WorkingProvider(time),
        announcer=announcer,
        settings=settings,
        limits=_LIMITS,
    ) as world:
        await _teach(world, plan.lessons)
        await _ask_all(world, list(_requests(plan)), case.every_s, announcer)
    return _shares(announcer)


def _kinds() -> list[ImageRequest]:
    return [
        request(),
        request(steps=30),
        request(batch_size=2),
        request(width_px=768, height_px=768),
        request(batch_size=4),
    ]


def _requests(plan: Plan) -> Iterator[NewGeneration]:
    chance, kinds = random.Random(5), _kinds()  # noqa: S311 - a mixture
    for _ in range(plan.requests):
        member = chance.randrange(plan.members)
        yield new(chance.choice(kinds), member_id=member, server_id=1 + member % 3)


async def _teach(world: World, lessons: int) -> None:
    for kind in _kinds():
        for _ in range(lessons):
            await world.ask(new(kind))
    await world.work.settle()
    world.time.advance(60.0)  # the minute of the lessons is over


async def _ask_all(
    world: World, wanted: list[NewGeneration], every_s: float, announcer: Promises
) -> None:
    announcer.promised.clear()
    announcer.came.clear()
    for one in wanted:
        admitted = await world.admission.admit(one)
        if admitted.done_at is not None:
            announcer.promise(admitted.generation.id, admitted.done_at)
        await world.generations.set_message(admitted.generation.id, admitted.generation.id)
        world.work.wake()
        if every_s:
            await _pass(world, every_s)
    await world.work.settle()


async def _pass(world: World, seconds: float) -> None:
    end_s = world.time.monotonic() + seconds
    while (left_s := end_s - world.time.monotonic()) > 0:
        delay_s = await world.work.step()
        world.time.advance(left_s if delay_s is None else min(left_s, delay_s))


def _shares(announcer: Promises) -> tuple[list[float], list[float]]:
    first, half_way = [], []
    for generation_id, came in announcer.came.items():
        promised = announcer.promised.get(generation_id, [])
        if not promised:
            continue
        asked = promised[0][0]
        first.append(_share(promised[0][1], came, asked))
        middle = asked + (came - asked) / 2
        latest = [done_at for at, done_at in promised if at <= middle][-1]
        half_way.append(_share(latest, came, middle))
    return first, half_way


def _share(promised: datetime, came: datetime, since: datetime) -> float:
    return abs((promised - came).total_seconds()) / max(1.0, (came - since).total_seconds())
