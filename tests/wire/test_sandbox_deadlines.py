"""discord.py meets Discord's two deadlines, on a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest

from bot.sandbox import NotAnswered, Sandbox, SandboxSettings
from tests.unit.sandbox.clock import Clock
from tests.wire.sandbox_client import DEADLINE_S, Bot, running


@dataclass
class Stage:
    sandbox: Sandbox
    bot: Bot
    clock: Clock


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    clock = Clock()
    async with Sandbox(SandboxSettings(), clock) as sandbox, running(sandbox) as bot:
        yield Stage(sandbox, bot, clock)


async def test_an_answer_after_three_seconds_is_too_late(stage: Stage) -> None:
    invocation = await stage.sandbox.member("ada").invoke("silent")
    held = await asyncio.wait_for(stage.bot.held.get(), DEADLINE_S)
    await stage.clock.advance(3.1)
    with pytest.raises(NotAnswered, match="The application did not respond"):
        await invocation.answer(DEADLINE_S)
    with pytest.raises(discord.NotFound) as refused:
        await held.response.send_message("late")
    assert refused.value.code == 10062
    assert stage.sandbox.messages(stage.sandbox.channel_id) == []


async def test_an_edit_after_fifteen_minutes_needs_another_road(stage: Stage) -> None:
    invocation = await stage.sandbox.member("ada").invoke("hold")
    await invocation.answer(DEADLINE_S)
    held = await asyncio.wait_for(stage.bot.held.get(), DEADLINE_S)
    message = await held.original_response()
    await stage.clock.advance(15 * 60 + 1)
    with pytest.raises(discord.HTTPException) as refused:
        await held.edit_original_response(content="late")
    assert (refused.value.status, refused.value.code) == (401, 50027)
    channel = stage.bot.get_partial_messageable(message.channel.id)
    await channel.get_partial_message(message.id).edit(content="as the bot")
    reply = invocation.reply
    assert reply is not None
    assert reply["content"] == "as the bot"
