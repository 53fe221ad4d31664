"""Asking Discord whom a block may reach, when Discord takes its time."""

import asyncio
from types import SimpleNamespace
from typing import cast

import discord
import pytest

from bot.errors import UserError
from bot.generation.moderation.policies import Policies
from bot.replies.parts.sparing import Sparing


class Silent:
    """A server whose members Discord never tells."""

    def get_member(self, _member_id: int) -> None:
        return None

    async def fetch_member(self, _member_id: int) -> discord.Member:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")


async def test_a_discord_that_does_not_answer_is_told_and_not_awaited() -> None:
    client = cast("discord.Client", SimpleNamespace(get_guild=lambda _server_id: Silent()))
    sparing = Sparing(client, cast("Policies", None), ask_s=0)
    with pytest.raises(UserError, match="did not answer"):
        await sparing.check(10, 1, by_id=2)
