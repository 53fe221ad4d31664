"""Blocks in the use case: what waits is told and never made, what runs is delivered."""

import asyncio

from bot.domain.generation import Generation, Rung, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.errors import DiscordUnreachable, ProviderUnavailable
from bot.generation.moderation.barring import Barring
from bot.store.blocks import Blocks
from tests.unit.generation.review_world import reviewed
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, until

SERVER, MEMBER = 10, 1


async def block(world: World, *, follows: bool = True) -> None:
    entry = LogEntry(
        server_id=SERVER,
        at=world.time.now(),
        action=Action.BLOCKED,
        actor_id=500,
        member_id=MEMBER,
    )
    blocked = await Blocks(world.database).block(MEMBER, None, entry)
    if follows:
        Barring(world.policies, world.called).follow(SERVER, blocked.ended)


async def run(world: World) -> Generation:
    generation = await world.ask()
    while not world.provider.tasks:
        await world.work.step()
    return generation


async def test_what_waits_is_told_with_its_units_back_and_never_submitted(world: World) -> None:
    world.turns.pause_all(60)
    queued = await world.ask(new(request(batch_size=3)))
    waiting = await world.ask(reviewed(2))
    await block(world)
    await world.work.settle()
    told = {one.id: back for one, _review, back in world.announcer.rejections}
    assert told == {queued.id: 3, waiting.id: 2}
    assert world.provider.submit_calls == 0
    assert dict(world.turns.waiting) == {}
    assert (await world.row(queued)).rung is Rung.TOKEN
    assert await world.used() == 0


async def test_what_runs_is_delivered(world: World) -> None:
    running = await run(world)
    await block(world)
    await world.work.settle()
    assert world.announcer.delivered_ids() == [running.id]
    assert await world.used() == 1


async def test_what_the_service_did_not_take_while_its_member_was_blocked_is_never_made(
    world: World,
) -> None:
    world.provider.submit_gate = asyncio.Event()
    world.provider.submit_errors = [ProviderUnavailable(surely_not_taken=True)]
    asked = await world.ask()
    stepping = asyncio.create_task(world.work.step())
    await until(lambda: world.provider.submit_calls == 1)
    await block(world)
    world.provider.submit_gate.set()
    await stepping
    await world.work.settle()
    assert [(one.id, back) for one, _review, back in world.announcer.rejections] == [(asked.id, 1)]
    assert world.provider.submit_calls == 1
    assert await world.used() == 0
    assert dict(world.turns.waiting) == {}


async def test_what_a_crash_left_untold_is_told_later(world: World) -> None:
    world.turns.pause_all(60)
    queued = await world.ask()
    await block(world, follows=False)
    for _time in range(6):
        world.time.advance(60)
        await world.work.step()
    assert [one.id for one, _review, _back in world.announcer.rejections] == [queued.id]
    assert (await world.row(queued)).status is Status.REJECTED


async def test_what_discord_did_not_show_is_told_later(world: World) -> None:
    world.announcer.rejection_errors = [DiscordUnreachable("no")]
    world.turns.pause_all(60)
    queued = await world.ask()
    await block(world)
    await world.work.settle()
    assert [one.id for one, _review, _back in world.announcer.rejections] == [queued.id]
