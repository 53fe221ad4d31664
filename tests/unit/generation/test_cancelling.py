"""Cancelling: what waits costs nothing, what the service has counts and keeps its slot."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.generation import Rung, Status
from bot.errors import DiscordUnreachable, ProviderBusy, ProviderUnavailable, RequestRefused
from bot.generation.cancelling import Cancelling
from bot.settings import ProviderSettings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, start, until


def cancelling_in(world: World) -> Cancelling:
    return Cancelling(
        generations=world.generations,
        endings=world.endings,
        turns=world.turns,
        work=world.work,
        time=world.time,
    )


async def cancel(world: World, generation_id: int) -> int:
    """Cancel and tell; return the units that came back."""
    cancelling = cancelling_in(world)
    cancelled = await cancelling.cancel(generation_id)
    assert cancelled is not None
    await cancelling.tell(cancelled)
    return cancelled.units_back


async def until_it_runs(world: World) -> None:
    while not world.provider.tasks:
        await world.work.step()


async def test_what_waits_is_never_submitted_and_costs_nothing(world: World) -> None:
    generation = await world.ask(new(request(batch_size=3)))
    assert await cancel(world, generation.id) == 3
    await world.work.settle()
    row = await world.row(generation)
    assert (row.status, row.rung) == (Status.CANCELLED, Rung.TOKEN)
    assert world.announcer.cancellations == [(generation.id, 3)]
    assert world.provider.submit_calls == 0
    assert await world.used() == 0


async def test_what_runs_counts_and_its_images_are_not_fetched(world: World) -> None:
    generation = await world.ask(new(request(batch_size=3)))
    await until_it_runs(world)
    assert await cancel(world, generation.id) == 0
    await world.work.settle()
    row = await world.row(generation)
    assert (row.status, row.rung) == (Status.CANCELLED, Rung.TOKEN)
    assert world.announcer.cancellations == [(generation.id, 0)]
    assert world.announcer.deliveries == []
    assert world.announcer.failures == []
    assert world.provider.downloads == []
    assert await world.used() == 3


async def test_a_cancelled_task_keeps_its_slot_until_it_ends(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 40.0
    settings = ProviderSettings(name="fake", slots=1, images_per_minute=100)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        first = await world.ask()
        await until_it_runs(world)
        second = await world.ask()
        await cancel(world, first.id)
        await world.work.settle()
        one, two = provider.tasks.values()
        assert two.submitted_at_s >= one.done_at_s
        assert world.announcer.delivered_ids() == [second.id]


async def test_what_is_on_its_way_to_the_service_can_be_cancelled(world: World) -> None:
    world.provider.submit_gate = asyncio.Event()
    generation = await world.ask()
    stepping = asyncio.create_task(world.work.step())
    await until(lambda: world.provider.submit_calls == 1)
    assert await cancel(world, generation.id) == 0
    world.provider.submit_gate.set()
    await stepping
    await world.work.settle()
    assert (await world.row(generation)).status is Status.CANCELLED
    assert world.announcer.cancellations == [(generation.id, 0)]
    assert world.announcer.deliveries == []
    assert await world.used() == 1


@pytest.mark.parametrize(
    "error",
    [ProviderBusy(), RequestRefused("no"), ProviderUnavailable(surely_not_taken=True)],
    ids=lambda error: type(error).__name__,
)
async def test_what_the_service_refuses_after_it_was_cancelled_costs_nothing(
    world: World, error: Exception
) -> None:
    world.provider.submit_gate = asyncio.Event()
    world.provider.submit_errors = [error]
    generation = await world.ask(new(request(batch_size=3)))
    stepping = asyncio.create_task(world.work.step())
    await until(lambda: world.provider.submit_calls == 1)
    await cancel(world, generation.id)
    assert world.announcer.cancellations == []  # nobody knows yet whether it counts
    world.provider.submit_gate.set()
    await stepping
    await world.work.settle()
    assert world.announcer.cancellations == [(generation.id, 3)]
    assert world.provider.tasks == {}
    assert await world.used() == 0


async def test_what_is_cancelled_on_its_way_takes_a_slot_once_the_service_has_it(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.duration_s = 40.0
    provider.submit_gate = asyncio.Event()
    settings = ProviderSettings(name="fake", slots=1, images_per_minute=100)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        first = await world.ask()
        stepping = asyncio.create_task(world.work.step())
        await until(lambda: provider.submit_calls == 1)
        second = await world.ask()
        await cancel(world, first.id)
        provider.submit_gate.set()
        await stepping
        await world.work.settle()
        one, two = provider.tasks.values()
        assert two.submitted_at_s >= one.done_at_s
        assert world.announcer.cancellations == [(first.id, 0)]
        assert world.announcer.delivered_ids() == [second.id]
        assert len(provider.downloads) == 1


async def test_what_has_ended_or_never_was_cannot_be_cancelled(world: World) -> None:
    generation = await world.ask()
    await world.work.settle()
    cancelling = cancelling_in(world)
    assert await cancelling.cancel(generation.id) is None
    assert await cancelling.cancel(4711) is None
    assert (await world.row(generation)).status is Status.DELIVERED


async def test_of_two_presses_at_once_one_wins(world: World) -> None:
    generation = await world.ask()
    cancelling = cancelling_in(world)
    won = await asyncio.gather(*(cancelling.cancel(generation.id) for _ in range(5)))
    assert sum(one is not None for one in won) == 1
    assert await world.used() == 0


@pytest.mark.parametrize("is_running", [False, True])
async def test_while_discord_is_away_it_is_told_later(world: World, *, is_running: bool) -> None:
    generation = await world.ask()
    if is_running:
        await until_it_runs(world)
    world.announcer.cancellation_errors = [DiscordUnreachable("away")]
    await cancel(world, generation.id)
    assert world.announcer.cancellations == []
    for _ in range(12):  # rounds of the custody, which finds what nobody works on
        await world.work.settle()
        world.time.advance(30)
    assert world.announcer.cancellations == [(generation.id, 0 if is_running else 1)]
    assert (await world.row(generation)).rung is Rung.TOKEN
