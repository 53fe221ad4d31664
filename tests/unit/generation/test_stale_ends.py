"""Ends that come too late: whoever saw a row as it was does not disturb what has become of it."""

from bot.domain.generation import Status
from bot.errors import UserError
from tests.unit.generation.world import World


async def test_what_was_queued_when_it_was_read_and_runs_by_now_is_delivered(world: World) -> None:
    as_queued = await world.ask()
    while not world.provider.tasks:
        await world.work.step()
    await world.endings.fail(as_queued, UserError("too late"), expected=Status.QUEUED)
    assert world.poller.is_watching(as_queued.id)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [as_queued.id]


async def test_its_slot_stays_taken_until_it_ends(world: World) -> None:
    as_queued = await world.ask()
    while not world.provider.tasks:
        await world.work.step()
    lane = world.turns._lanes[as_queued.provider]
    before = len(lane._slots)
    await world.endings.fail(as_queued, UserError("too late"), expected=Status.QUEUED)
    assert len(lane._slots) == before == 1
