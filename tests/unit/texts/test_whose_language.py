"""Each text is in the language of whoever reads it, wherever the work on it was begun."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, cast

import discord
import pytest
from discord import app_commands

from bot.domain.generation import Generation
from bot.errors import NotAllowed
from bot.generation.announcer import Progress
from bot.presses import answering
from bot.providers.provider import TaskStatus
from bot.replies.sending.card_removal import CardRemoval
from bot.replies.sending.delivery import Delivery
from bot.replies.sending.edit_queue import EditQueue
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.uploads import Packer
from bot.texts import gettext as _
from bot.tree import EaselTree
from tests.fakes.interaction import FakeInteraction
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import LONGEST_WAIT, start
from tests.unit.replies.fake_roads import FakePosted, FakeRoads, RoadState, StillTime
from tests.unit.replies.samples import a_generation, an_image, loaded
from tests.unit.texts.measures import texts
from tests.unit.texts.pseudo import OPEN, pseudo_language_for


@pytest.fixture(autouse=True)
def pseudo_german() -> Iterator[None]:
    with pseudo_language_for("de"):
        yield


def german(generation: Generation) -> Generation:
    return replace(generation, place=replace(generation.place, locale="de"))


class Client:
    """A client without a tree of ours."""

    tree = None


def interaction(locale: str) -> Any:
    made = FakeInteraction(locale=locale)
    vars(made)["client"] = Client()
    return made


@pytest.mark.parametrize(("locale", "is_pseudo"), [("de", True), ("fr", False), ("en-US", False)])
async def test_a_command_is_answered_in_the_members_language(
    locale: str, *, is_pseudo: bool
) -> None:
    tree = EaselTree(discord.Client(intents=discord.Intents.none()))

    async def invoked() -> str:
        assert await tree.interaction_check(interaction(locale))
        return _("Cancel")

    assert (OPEN in await asyncio.create_task(invoked())) is is_pseudo
    assert _("Cancel") == "Cancel"


async def test_presses_selects_and_modals_are_answered_in_the_members_language() -> None:
    async def press() -> None:
        raise NotAllowed(_("There is nothing of yours that I could send."))

    pressed = interaction("de")
    await asyncio.create_task(answering(pressed, "easel:again:1", press()))
    assert pressed.response.content == "⚠️ ⟦There is nothing of yours that I could send.⟧"


async def test_an_unknown_fault_is_answered_in_the_members_language_too(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    tree = EaselTree(discord.Client(intents=discord.Intents.none()))
    asked = interaction("de")
    asked.command = None

    async def invoked() -> None:
        await tree.interaction_check(asked)
        await tree.on_error(cast("discord.Interaction", asked), app_commands.CheckFailure())

    await asyncio.create_task(invoked())
    assert asked.response.content == "⟦You may not use this command here.⟧"


async def test_progress_is_told_to_whoever_asked() -> None:
    time, state = StillTime(), RoadState()
    roads = FakeRoads(time, state)
    queue = EditQueue(time, interval_s=1.5, per_minute=30)
    live = LiveReply(roads, Delivery(roads, time, Packer()), queue)
    live.progress(german(a_generation()), Progress(position=3))
    await live.step()
    assert "⟦⏳ Waiting, place **3** in the queue⟧" in state.sent[0].text
    assert _("Cancel") == "Cancel"


async def test_the_end_is_told_to_whoever_asked_whoever_brought_it_about() -> None:
    time, state = StillTime(), RoadState()
    delivery = Delivery(FakeRoads(time, state), time, Packer())
    one = german(a_generation())
    await delivery.deliver(one, loaded(an_image()))
    await delivery.cancelled(one, 1)
    await delivery.failed(one, "out of memory")
    await delivery.kept(one)
    assert "⟦made in ⟦4,2 s⟧⟧" in state.sent[0].text
    assert "⟦🚫 Cancelled.⟧" in state.sent[1].text
    assert all(OPEN in sent.text for sent in state.sent)
    await delivery.cancelled(a_generation(), 1)
    assert OPEN not in state.sent[-1].text


async def test_that_a_card_was_deleted_is_told_to_whoever_asked_whoever_deleted_it() -> None:
    client = OneMessage()
    removal = CardRemoval(cast("discord.Client", client), FakePosted(), StillTime())
    assert await removal.remove(german(a_generation()), channel_id=33, card_id=0)
    assert "⟦This image was deleted.⟧" in " ".join(texts(client.shown))


class OneMessage:
    """A client whose only message can be changed, and not deleted."""

    shown: discord.ui.LayoutView

    def get_partial_messageable(self, _channel_id: int) -> Self:
        return self

    def get_partial_message(self, _message_id: int) -> Self:
        return self

    async def delete(self) -> None:
        raise OSError

    async def edit(self, *, view: discord.ui.LayoutView, attachments: list[discord.File]) -> None:
        assert not attachments
        self.shown = view


ASKED = replace(new(), place=replace(new().place, locale="de"))
WAIT_S = LONGEST_WAIT.total_seconds()


async def test_why_it_failed_is_kept_in_the_members_language_and_logged_in_english(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    time = FakeTime()
    provider = FakeProvider(time, ends=TaskStatus.FAILED)
    caplog.set_level(logging.WARNING)
    async with start(tmp_path, time=time, provider=provider) as world:
        generation = await world.ask(ASKED)
        await world.work.settle()
        row = await world.row(generation)
    assert str(row.reason).startswith("⟦The image service could not make this")
    assert "The image service could not make this" in caplog.text
    assert OPEN not in caplog.text


async def test_so_is_why_it_was_given_up_while_it_waited(tmp_path: Path) -> None:
    time = FakeTime()
    async with start(tmp_path, time=time, provider=FakeProvider(time)) as world:
        world.turns.pause_all(10 * WAIT_S)
        generation = await world.ask(ASKED)
        await world.work.step()
        time.advance(WAIT_S + 60)
        await world.work.step()
        row = await world.row(generation)
    assert str(row.reason).startswith("⟦This has waited too long")


async def test_so_is_why_it_ended_with_a_restart(tmp_path: Path) -> None:
    time = FakeTime()
    async with start(tmp_path, time=time, provider=FakeProvider(time)) as world:
        generation = await world.ask(ASKED)
        assert await world.turns.take() is not None
    async with start(tmp_path, time=time, provider=FakeProvider(time)) as world:
        await world.work.settle()
        row = await world.row(generation)
    assert str(row.reason).startswith("⟦I was interrupted")
