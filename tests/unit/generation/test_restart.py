"""A restart in each status: everything ends, once, and nobody pays for it twice."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.domain.generation import Rung, Status
from bot.settings import ProviderSettings
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import OWNER, World, running, start, until


async def _claim(world: World) -> None:
    now = world.time.now()
    assert await world.generations.claim(
        "fake", OWNER, now, now, running_per_member=4, running_per_server=4, room=8
    )


async def test_what_was_queued_is_made_after_a_restart(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await before.ask()
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.DELIVERED
        assert world.provider.submit_calls == 1
        assert await world.used() == 1


async def test_what_was_being_submitted_fails_honestly_and_is_not_submitted_again(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await before.ask()
        await _claim(before)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        row = await world.row(generation)
        assert row.status is Status.FAILED
        assert "I was interrupted" in world.announcer.text_of(generation.id)
        assert world.provider.submit_calls == 0
        assert await world.used() == 0


async def test_what_was_running_is_polled_again_under_its_stored_task(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await before.ask()
        await before.work.step()
    time.advance(3_600)  # longer than the deadline: the images are there all the same
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.DELIVERED
        assert world.provider.submit_calls == 1
        assert world.announcer.delivered_ids() == [generation.id]
        assert await world.used() == 1


async def test_what_was_ready_is_delivered_from_its_files(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    crashed = FakeAnnouncer(delivery_errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, announcer=crashed) as before:
        generation = await before.ask(new(request(batch_size=2)))
        while (await before.row(generation)).status is not Status.READY:
            time.advance(await before.work.step() or 0.0)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        ((_generation, images),) = world.announcer.deliveries
        assert [image.data for image in images] == [provider.image_bytes] * 2
        assert (await world.row(generation)).rung is Rung.TOKEN
        assert len(world.provider.downloads) == 2
        assert await world.used() == 2


@pytest.mark.parametrize("status", ["delivered", "failed"])
async def test_what_has_ended_is_left_alone(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, status: str
) -> None:
    provider.missing = 1 if status == "failed" else 0
    async with start(tmp_path, time=time, provider=provider) as before:
        await before.ask()
        await before.work.settle()
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert world.announcer.deliveries == []
        assert world.announcer.failures == []
        assert world.provider.submit_calls == 1


async def test_running_tasks_hold_their_slots_after_a_restart(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    settings = ProviderSettings(name="fake", slots=1, images_per_minute=100)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as before:
        await before.ask()
        await before.ask()
        await before.work.step()
        assert provider.submit_calls == 1
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        await world.work.step()
        assert provider.submit_calls == 1
        await world.work.settle()
        assert provider.submit_calls == 2
        assert len(world.announcer.deliveries) == 2


async def test_a_shutdown_while_tasks_run_leaves_them_to_the_next_start(tmp_path: Path) -> None:
    time = FakeTime(by_hand=True)
    provider = FakeProvider(time, duration_s=60.0)
    async with start(tmp_path, time=time, provider=provider) as before:
        async with running(before):
            generation = await before.ask()
            await until(lambda: before.poller.is_watching(generation.id))
            time.advance(3.0)
            await until(lambda: provider.looks == 1)
        assert (await before.row(generation)).status is Status.RUNNING
    time.advance(60.0)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.DELIVERED
        assert provider.submit_calls == 1
        assert await world.used() == 1


async def test_no_look_is_overslept_when_time_moves_before_a_sleep_begins() -> None:
    time = FakeTime(by_hand=True)
    sleep = asyncio.ensure_future(time.sleep(1.0))
    time.advance(1.0)
    async with asyncio.timeout(20):
        await sleep


async def test_a_shutdown_in_the_middle_of_a_submit_never_submits_again(tmp_path: Path) -> None:
    time = FakeTime(by_hand=True)
    provider = FakeProvider(time, submit_gate=asyncio.Event())
    async with start(tmp_path, time=time, provider=provider) as before, running(before):
        generation = await before.ask()
        await until(lambda: provider.submit_calls == 1)
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.FAILED
        assert provider.submit_calls == 1
        assert await world.used() == 0


async def test_the_loop_of_production_delivers_without_being_stepped(tmp_path: Path) -> None:
    time = FakeTime(by_hand=True)
    provider = FakeProvider(time)
    async with start(tmp_path, time=time, provider=provider) as world:
        async with running(world):
            asked = [await world.ask(new(member_id=member)) for member in range(5)]
            await until(lambda: all(world.poller.is_watching(g.id) for g in asked))
            time.advance(5.0)
            await until(lambda: len(world.announcer.deliveries) == 5)
        assert sorted(world.announcer.delivered_ids()) == [generation.id for generation in asked]
        assert provider.submit_calls == 5


async def test_what_waits_for_a_service_that_is_set_up_no_longer_fails_honestly(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    slow = ProviderSettings(name="fake", slots=2, images_per_minute=100)
    async with start(tmp_path, time=time, provider=provider, settings=slow) as before:
        asked = [await before.ask() for _ in range(3)]
        await before.work.step()
        statuses = [(await before.row(generation)).status for generation in asked]
        assert statuses == [Status.RUNNING, Status.RUNNING, Status.QUEUED]
    successor = FakeProvider(time, name="other")
    settings = ProviderSettings(name="other", slots=2, images_per_minute=100)
    async with start(tmp_path, time=time, provider=successor, settings=settings) as world:
        await world.work.settle()
        for generation in asked:
            assert (await world.row(generation)).status is Status.FAILED
            assert "not in use here any more" in world.announcer.text_of(generation.id)
        assert await world.used() == 0
        assert successor.submit_calls == 0
        assert provider.submit_calls == 2


async def test_images_of_a_service_that_is_set_up_no_longer_are_still_delivered(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    crashed = FakeAnnouncer(delivery_errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, announcer=crashed) as before:
        generation = await before.ask()
        while (await before.row(generation)).status is not Status.READY:
            time.advance(await before.work.step() or 0.0)
    settings = ProviderSettings(name="other")
    successor = FakeProvider(time, name="other")
    async with start(tmp_path, time=time, provider=successor, settings=settings) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.DELIVERED
        assert await world.used() == 1


async def test_images_whose_files_are_gone_give_the_units_back(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    crashed = FakeAnnouncer(delivery_errors=[RuntimeError("the process ends here")])
    async with start(tmp_path, time=time, provider=provider, announcer=crashed) as before:
        generation = await before.ask()
        while (await before.row(generation)).status is not Status.READY:
            time.advance(await before.work.step() or 0.0)
    await asyncio.to_thread(shutil.rmtree, tmp_path / "images")
    async with start(tmp_path, time=time, provider=provider) as world:
        await world.work.settle()
        assert (await world.row(generation)).status is Status.FAILED
        assert "gone from my disk" in world.announcer.text_of(generation.id)
        assert await world.used() == 0


async def test_tokens_are_erased_when_they_are_dead(world: World) -> None:
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).place.token == "secret"
    world.time.advance(16 * 60)
    await world.work.step()
    assert (await world.row(generation)).place.token is None
