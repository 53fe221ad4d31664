"""Waiting has an end: what waits longer than the settings allow fails, and is given back."""

from bot.domain.generation import Rung, Status
from bot.errors import DiscordUnreachable
from tests.unit.generation.values import new, request
from tests.unit.generation.world import LONGEST_WAIT, World

WAIT_S = LONGEST_WAIT.total_seconds()


async def test_what_waits_too_long_ends_with_a_reason_and_its_units_back(world: World) -> None:
    world.turns.pause_all(10 * WAIT_S)
    generation = await world.ask(new(request(batch_size=3)))
    await world.work.step()
    world.time.advance(WAIT_S - 1)
    await world.work.step()
    assert (await world.row(generation)).status is Status.QUEUED
    world.time.advance(60.0)
    await world.work.step()
    assert (await world.row(generation)).status is Status.FAILED
    assert "waited too long" in world.announcer.text_of(generation.id)
    assert generation.id not in world.turns.waiting
    assert await world.used() == 0


async def test_its_end_is_told_later_if_discord_is_away(world: World) -> None:
    world.turns.pause_all(10 * WAIT_S)
    world.announcer.failure_errors = [DiscordUnreachable("not now")]
    generation = await world.ask()
    await world.work.step()
    world.time.advance(WAIT_S + 1)
    await world.work.step()
    world.time.advance(60.0)
    await world.work.step()
    assert (await world.row(generation)).rung is Rung.TOKEN
    assert len(world.announcer.failures) == 1


async def test_a_clock_that_jumps_ahead_ends_nothing_that_has_not_waited_so_long(
    world: World,
) -> None:
    world.turns.pause_all(2 * WAIT_S)
    generation = await world.ask()
    await world.work.step()
    world.time.jump(WAIT_S + 3_600)
    for delay_s in (60.0, WAIT_S / 2, WAIT_S / 2 - 61.0):
        world.time.advance(delay_s)
        await world.work.step()
    assert (await world.row(generation)).status is Status.QUEUED
    world.time.advance(120.0)
    await world.work.step()
    assert (await world.row(generation)).status is Status.FAILED
