"""What has ended is told: once if all goes well, and after any interruption all the same."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.generation import Generation, Rung, Status
from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.providers.provider import TaskStatus
from bot.store.generations import Generations
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.test_cancelling import cancel
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, start, until

FAILED_WRITES = 12


async def _killed_before_telling(world: World) -> Generation:
    """Let a generation fail, and the process end between its row and its card."""
    world.provider.ends = TaskStatus.FAILED
    world.announcer.failure_errors = [RuntimeError("the process ends here")]
    generation = await world.ask(new(request(batch_size=2)))
    while (await world.row(generation)).status is not Status.FAILED:
        world.time.advance(await world.work.step() or 0.0)
    assert world.announcer.failures == []
    return generation


async def test_a_failure_keeps_the_road_by_which_it_was_told(world: World) -> None:
    world.announcer.rung = Rung.DM
    world.provider.ends = TaskStatus.FAILED
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).rung is Rung.DM


async def test_a_failure_that_nobody_was_told_of_is_told_after_a_restart_once(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await _killed_before_telling(before)
    for told in (1, 0):
        async with start(tmp_path, time=time, provider=provider) as world:
            await world.work.settle()
            assert len(world.announcer.failures) == told
            assert await world.used() == 0
            assert (await world.row(generation)).rung is Rung.TOKEN


async def test_a_cancellation_that_nobody_was_told_of_is_told_after_a_restart(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    async with start(tmp_path, time=time, provider=provider) as before:
        generation = await before.ask(new(request(batch_size=3)))
        await before.generations.cancel(generation.id, time.now())
    for told in ([(generation.id, 3)], []):
        time.advance(1.0)
        async with start(tmp_path, time=time, provider=provider) as world:
            await world.work.settle()
            assert world.announcer.cancellations == told
            assert world.provider.submit_calls == 0


async def test_what_nobody_told_is_found_without_a_restart(world: World) -> None:
    generation = await world.ask()
    await world.generations.cancel(generation.id, world.time.now())
    for _round in range(8):
        await world.work.step()
        world.time.advance(30.0)
    assert world.announcer.cancellations == [(generation.id, 1)]


async def test_who_cancels_has_two_minutes_to_tell_of_it(world: World) -> None:
    generation = await world.ask()
    await world.generations.cancel(generation.id, world.time.now())
    for _round in range(4):
        await world.work.step()
        world.time.advance(29.0)
    assert world.announcer.cancellations == []


async def test_an_end_that_cannot_be_told_for_a_day_is_tried_no_more(world: World) -> None:
    world.provider.ends = TaskStatus.FAILED
    world.announcer.failure_errors = [DiscordUnreachable("not now") for _ in range(1_000)]
    generation = await world.ask()
    await world.work.settle()
    assert world.time.monotonic() > 24 * 3_600
    assert (await world.row(generation)).rung is Rung.KEPT
    assert await world.used() == 0


@pytest.mark.parametrize("away_h", [1, 23])
async def test_images_are_never_given_up_within_a_day(world: World, away_h: int) -> None:
    class Away(FakeAnnouncer):
        """Discord is away for hours."""

        async def deliver(self, *args: object) -> Rung:
            if world.time.monotonic() < away_h * 3_600:
                raise DiscordUnreachable("not now")
            return await super().deliver(*args)  # type: ignore[arg-type]  # passed on

    away = Away()
    async with start(
        world.data_dir, time=world.time, provider=world.provider, announcer=away, owner="other"
    ) as other:
        generation = await other.ask()
        await other.work.settle()
        assert (await other.row(generation)).rung is Rung.TOKEN
        assert away.delivered_ids() == [generation.id]
        # The pauses grow to a quarter of an hour, but not beyond.
        assert other.time.monotonic() < away_h * 3_600 + 1_200


async def test_images_that_cannot_be_shown_are_kept_and_their_owner_reads_it(
    world: World,
) -> None:
    world.announcer.delivery_errors = [RuntimeError("a bug") for _ in range(9)]
    generation = await world.ask()
    await world.work.settle()
    row = await world.row(generation)
    assert (row.status, row.rung) == (Status.DELIVERED, Rung.KEPT)
    assert world.announcer.kept_ids == [generation.id]
    assert len(world.announcer.delivery_errors) == 6
    assert await world.used() == 1


def failing_first(write: Callable[..., object]) -> Callable[..., object]:
    """Return *write*, refused by the database some times."""
    left = [StorageUnavailable() for _ in range(FAILED_WRITES)]

    def refused(*args: object) -> object:
        if left:
            raise left.pop()
        return write(*args)

    return refused


async def test_images_are_shown_once_however_often_that_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Generations, "delivered", failing_first(Generations.delivered))
    world.announcer.rung = Rung.CHANNEL
    generation = await world.ask()
    await world.work.settle()
    assert world.announcer.delivered_ids() == [generation.id]
    row = await world.row(generation)
    assert (row.status, row.rung) == (Status.DELIVERED, Rung.CHANNEL)


async def test_an_end_is_told_once_however_often_that_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.leases, "told", failing_first(world.leases.told))
    world.announcer.rung = Rung.DM
    world.provider.ends = TaskStatus.FAILED
    generation = await world.ask()
    await world.work.settle()
    assert len(world.announcer.failures) == 1
    assert (await world.row(generation)).rung is Rung.DM


async def test_while_an_end_is_being_told_nobody_else_tells_it(
    tmp_path: Path, time: FakeTime, provider: FakeProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    gate = asyncio.Event()
    climbs = 0

    class Slow(FakeAnnouncer):
        """Every road to the owner takes minutes."""

        async def cancelled(self, generation: Generation, units_back: int) -> Rung:
            nonlocal climbs
            climbs += 1
            await gate.wait()
            return await super().cancelled(generation, units_back)

    async with start(tmp_path, time=time, provider=provider, announcer=Slow()) as world:
        generation = await world.ask()
        telling = asyncio.create_task(cancel(world, generation.id))
        await until(lambda: climbs == 1)
        for _round in range(12):
            async with asyncio.timeout(10):
                await world.work.step()
            time.advance(30.0)
        assert "nobody's" not in caplog.text
        assert "found again" not in caplog.text
        gate.set()
        await telling
        await world.work.settle()
        assert world.announcer.cancellations == [(generation.id, 1)]
        assert (await world.row(generation)).rung is Rung.TOKEN
