"""Told to stop: nothing new begins, what ends in time is delivered, the rest waits for a start."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.generation import Status
from bot.errors import UserError
from bot.providers.provider import TaskStatus
from bot.settings import ProviderSettings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.test_cancelling import cancel
from tests.unit.generation.values import new
from tests.unit.generation.world import World, running, start, until

ONE_SLOT = ProviderSettings(name="fake", slots=1, images_per_minute=100)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime(by_hand=True)


@asynccontextmanager
async def at_work(
    folder: Path, time: FakeTime, provider: FakeProvider, settings: ProviderSettings | None = None
) -> AsyncIterator[World]:
    async with (
        start(folder, time=time, provider=provider, settings=settings) as world,
        running(world),
    ):
        yield world


async def test_a_bot_without_work_stops_at_once(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with at_work(tmp_path, time, provider) as world:
        async with asyncio.timeout(30):
            await world.work.drain(600.0)
        assert time.monotonic() == 0.0


async def test_what_ends_in_time_is_delivered_and_nothing_else_begins(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with at_work(tmp_path, time, provider, ONE_SLOT) as world:
        first = await world.ask()
        second = await world.ask(new(member_id=2))
        await until(lambda: world.poller.is_watching(first.id))
        drain = asyncio.create_task(world.work.drain(600.0))
        await asyncio.sleep(0)
        with pytest.raises(UserError, match="I am restarting"):
            await world.admission.admit(new(member_id=3))
        time.advance(10.0)
        async with asyncio.timeout(30):
            await drain
        assert world.announcer.delivered_ids() == [first.id]
        assert (await world.row(second)).status is Status.QUEUED
        assert provider.submit_calls == 1


async def test_a_failure_is_told_before_the_bot_stops(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.ends = TaskStatus.FAILED
    async with at_work(tmp_path, time, provider) as world:
        generation = await world.ask()
        await until(lambda: world.poller.is_watching(generation.id))
        drain = asyncio.create_task(world.work.drain(600.0))
        await asyncio.sleep(0)
        time.advance(10.0)
        async with asyncio.timeout(30):
            await drain
        assert len(world.announcer.failures) == 1
        assert (await world.row(generation)).rung is not None


async def test_what_does_not_end_in_time_goes_on_at_the_next_start(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 100.0
    async with at_work(tmp_path, time, provider) as world:
        generation = await world.ask()
        await until(lambda: world.poller.is_watching(generation.id))
        drain = asyncio.create_task(world.work.drain(20.0))
        await asyncio.sleep(0)
        time.advance(19.0)
        await until(lambda: provider.looks > 0)
        assert not drain.done()
        time.advance(1.0)
        async with asyncio.timeout(30):
            await drain
        assert (await world.row(generation)).status is Status.RUNNING
    time.advance(100.0)
    async with at_work(tmp_path, time, provider) as world:
        await until(lambda: bool(world.announcer.deliveries))
        assert provider.submit_calls == 1


async def test_a_submit_on_its_way_is_waited_for(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.submit_gate = asyncio.Event()
    async with at_work(tmp_path, time, provider) as world:
        generation = await world.ask()
        await until(lambda: provider.submit_calls == 1)
        drain = asyncio.create_task(world.work.drain(20.0))
        await asyncio.sleep(0)
        provider.submit_gate.set()
        await until(lambda: world.poller.is_watching(generation.id))
        time.advance(20.0)
        await until(lambda: bool(world.announcer.deliveries))
        async with asyncio.timeout(30):
            await drain


async def test_a_stop_does_not_wait_for_images_that_nobody_gets(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 100.0
    async with at_work(tmp_path, time, provider) as world:
        generation = await world.ask()
        await until(lambda: world.poller.is_watching(generation.id))
        await cancel(world, generation.id)
        async with asyncio.timeout(30):
            await world.work.drain(600.0)
        assert time.monotonic() == 0.0
        assert world.poller.is_watching(generation.id)  # its slot is still taken
