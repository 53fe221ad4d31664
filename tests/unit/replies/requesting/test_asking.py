"""Asking: what happens when the first answer comes too late."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import discord
import pytest

from bot.errors import UserError
from bot.generation.announcer import Progress
from bot.generation.card_ids import CardIds
from bot.generation.inputs import Inputs
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.cost_question import CostQuestions
from bot.replies.sending.delivery import Delivery
from bot.replies.sending.edit_queue import EditQueue
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.uploads import Packer
from tests.fakes.interaction import FakeInteraction
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import World, start
from tests.unit.replies.fake_roads import FakeRoads, RoadState, StillTime
from tests.unit.replies.samples import a_generation

NOBODY: Any = None


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    time = FakeTime()
    async with start(tmp_path, time=time, provider=FakeProvider(time)) as world:
        yield world


# What is free is never asked about.
NO_QUESTIONS: CostQuestions = None  # type: ignore[assignment]  # never reached


def asking(world: World, state: RoadState) -> tuple[Asking, LiveReply]:
    time = StillTime()
    roads = FakeRoads(time, state)
    queue = EditQueue(time, interval_s=1.5, per_minute=30)
    live = LiveReply(roads, Delivery(roads, time, Packer()), queue)
    card_ids = CardIds(world.generations, world.time)
    return (
        Asking(
            admission=world.admission,
            inputs=Inputs(world.files),
            card_ids=card_ids,
            live_reply=live,
            work=world.work,
            rush=world.rush,
            questions=NO_QUESTIONS,
        ),
        live,
    )


async def test_a_request_that_cannot_be_answered_in_time_costs_nothing(world: World) -> None:
    asks, _live = asking(world, RoadState())
    begun_at_s = world.time.monotonic()
    world.time.advance(2.6)
    with pytest.raises(UserError, match="Please ask again"):
        await asks.ask(NOBODY, new(), begun_at_s=begun_at_s)
    assert await world.generations.get(1) is None
    assert await world.used() == 0


async def test_a_card_that_came_too_late_is_not_edited_but_its_images_are_made(
    world: World,
) -> None:
    async def refuse(**_card: object) -> NoReturn:
        answer: Any = SimpleNamespace(status=404, reason="Not Found")
        raise discord.NotFound(answer, {"code": 10062, "message": "Unknown interaction"})

    interaction: Any = FakeInteraction(guild_id=None)
    interaction.response.send_message = refuse
    state = RoadState()
    asks, live = asking(world, state)
    await asks.ask(interaction, new(), begun_at_s=world.time.monotonic())
    live.progress(replace(a_generation(), id=1), Progress(fraction=0.5))
    await live.step()
    assert state.sent == []
    await world.work.settle()
    assert len(world.announcer.deliveries) == 1
