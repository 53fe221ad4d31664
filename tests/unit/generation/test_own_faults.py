"""Faults of our own house: one generation's trouble stays its own, and it still ends."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.generation import Generation, Rung, Status, StoredImage
from bot.domain.moderation.log import LogEntry
from bot.domain.request import ControlUnit
from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.providers.provider import TaskStatus
from bot.store.claims import NoRoom
from bot.store.database import Database
from bot.store.generations import Generations
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, start


class FlakyGenerations(Generations):
    """A store whose disk goes away: each step named in *broken* fails that often."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.broken: dict[str, int] = {}

    def _touch(self, step: str) -> None:
        if self.broken.get(step, 0) > 0:
            self.broken[step] -= 1
            raise StorageUnavailable

    async def started(
        self, generation_id: int, task_id: str, warning: str | None, now: datetime
    ) -> bool:
        self._touch("started")
        return await super().started(generation_id, task_id, warning, now)

    async def ready(
        self, generation_id: int, images: Sequence[StoredImage], now: datetime
    ) -> Generation | None:
        self._touch("ready")
        return await super().ready(generation_id, images, now)

    async def failed(
        self,
        generation_id: int,
        reason: str,
        now: datetime,
        expected: Iterable[Status],
        entry: LogEntry | None = None,
    ) -> bool:
        self._touch("failed")
        return await super().failed(generation_id, reason, now, expected, entry)

    async def delivered(self, generation_id: int, rung: Rung, now: datetime) -> bool:
        self._touch("delivered")
        return await super().delivered(generation_id, rung, now)

    async def claim(
        self,
        provider: str,
        owner: str,
        lease_until: datetime,
        now: datetime,
        **limits: int,
    ) -> Generation | NoRoom | None:
        self._touch("claim")
        return await super().claim(provider, owner, lease_until, now, **limits)


@pytest.fixture
async def flaky(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> AsyncIterator[tuple[World, FlakyGenerations]]:
    async with start(tmp_path, time=time, provider=provider, store=FlakyGenerations) as world:
        assert isinstance(world.generations, FlakyGenerations)
        yield world, world.generations


async def test_a_disk_that_takes_no_image_gives_the_units_back(
    world: World, tmp_path: Path
) -> None:
    await asyncio.to_thread((tmp_path / "images").touch)  # a file where the folder should be
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert world.announcer.text_of(generation.id) == str(StorageUnavailable())
    assert await world.used() == 0


async def test_images_that_are_paid_outlive_a_row_that_cannot_be_written(
    flaky: tuple[World, FlakyGenerations],
) -> None:
    world, store = flaky
    store.broken = {"ready": 3}
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert world.provider.submit_calls == 1
    assert await world.used() == 1


async def test_an_input_image_that_is_gone_is_found_before_anything_is_paid(
    world: World,
) -> None:
    unit = ControlUnit(image_sha256="0" * 64, model="canny", preprocessor="canny")
    generation = await world.ask(new(request(control_units=(unit,))))
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert world.provider.submit_calls == 0
    assert await world.used() == 0


async def test_a_task_id_that_cannot_be_stored_at_once_is_stored_later(
    flaky: tuple[World, FlakyGenerations],
) -> None:
    world, store = flaky
    store.broken = {"started": 9}
    generation = await world.ask()
    await world.work.settle()
    row = await world.row(generation)
    assert (row.status, row.task_id) == (Status.DELIVERED, "task-1")
    assert world.provider.submit_calls == 1
    assert await world.used() == 1


async def test_a_task_id_that_cannot_be_stored_for_ten_minutes_gives_the_units_back(
    flaky: tuple[World, FlakyGenerations],
) -> None:
    world, store = flaky
    store.broken = {"started": 60}
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert world.provider.submit_calls == 1
    assert await world.used() == 0
    assert world.time.monotonic() == pytest.approx(600, abs=30)


async def test_a_generation_whose_failure_cannot_be_stored_still_ends(
    flaky: tuple[World, FlakyGenerations],
) -> None:
    world, store = flaky
    store.broken = {"started": 60, "failed": 7}
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert len(world.announcer.failures) == 1
    assert world.provider.submit_calls == 1
    assert await world.used() == 0


async def test_a_database_that_is_away_for_a_while_stops_nothing_for_good(
    flaky: tuple[World, FlakyGenerations],
) -> None:
    world, store = flaky
    store.broken = {"claim": 3}
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED


async def test_a_delivery_whose_row_was_not_written_is_written_later_and_not_made_again(
    flaky: tuple[World, FlakyGenerations],
) -> None:
    world, store = flaky
    store.broken = {"delivered": 1}
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert world.announcer.delivered_ids() == [generation.id]
    assert len(world.provider.downloads) == 1


async def test_a_bug_in_one_delivery_does_not_lose_the_images(world: World) -> None:
    world.announcer.delivery_errors = [RuntimeError("a bug")]
    generation = await world.ask()
    other = await world.ask(new(member_id=2))
    await world.work.settle()
    assert sorted(world.announcer.delivered_ids()) == [generation.id, other.id]


async def test_a_bug_in_every_delivery_keeps_the_images_for_their_owner(world: World) -> None:
    world.announcer.delivery_errors = [RuntimeError("a bug") for _ in range(9)]
    generation = await world.ask()
    await world.work.settle()
    row = await world.row(generation)
    assert row.status is Status.DELIVERED
    assert row.rung is Rung.KEPT
    assert len(row.images) == 1


async def test_a_bug_at_every_look_ends_the_generation_with_its_units_back(world: World) -> None:
    world.provider.look_errors = [ValueError("a bug") for _ in range(9)]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert "Something went wrong on my side" in world.announcer.text_of(generation.id)
    assert await world.used() == 0


async def test_a_bug_while_submitting_never_submits_again(world: World) -> None:
    world.provider.submit_errors = [ValueError("a bug")]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert world.provider.submit_calls == 1
    assert await world.used() == 0


async def test_images_wait_for_a_discord_that_does_not_answer(world: World) -> None:
    world.announcer.delivery_errors = [DiscordUnreachable("not now") for _ in range(9)]
    generation = await world.ask()
    await world.work.settle()
    row = await world.row(generation)
    assert (row.status, row.rung) == (Status.DELIVERED, Rung.TOKEN)
    assert world.announcer.delivered_ids() == [generation.id]
    assert len(world.provider.tasks) == 1


async def test_a_failure_waits_for_a_discord_that_does_not_answer(world: World) -> None:
    world.provider.ends = TaskStatus.FAILED
    world.announcer.failure_errors = [DiscordUnreachable("not now") for _ in range(3)]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.FAILED
    assert len(world.announcer.failures) == 1
    assert await world.used() == 0
