"""Servers come and go: what a server keeps outlives a removal for as long as the grace."""

from typing import Any

import pytest
import simcord
from simcord.backend import serializers

from bot.domain.moderation.log import Action, LogEntry
from tests.behaviour.conftest import House

_DAY_S = 86_400.0


class Servers:
    """What Discord does to the membership of the bot, as the gateway tells it."""

    def __init__(self, env: simcord.Env, house: House) -> None:
        self._env = env
        self._id = house.guild.id
        self._guild: Any = env.backend.guilds[self._id]
        self._channels = {key: env.backend.channels[key] for key in self._guild.channel_ids}

    async def remove(self) -> None:
        """Remove the bot."""
        self._env.backend.remove_guild(self._id)
        await self._env.settle()

    async def invite(self) -> None:
        """Invite it again."""
        self._env.backend.guilds[self._id] = self._guild
        self._env.backend.channels.update(self._channels)
        payload = serializers.guild_create_payload(self._env.backend, self._guild)
        self._env.backend.emit("GUILD_CREATE", payload)
        await self._env.settle()

    async def lose(self) -> None:
        """Let the server be out of reach, as in an outage of Discord's."""
        self._env.backend.emit("GUILD_DELETE", {"id": str(self._id), "unavailable": True})
        await self._env.settle()


@pytest.fixture
def servers(simcord_env: simcord.Env, house: House) -> Servers:
    return Servers(simcord_env, house)


async def made(house: House) -> int:
    """Let a member have an image, and count what is kept in history."""
    await house.imagine()
    await house.settle()
    return await kept(house)


async def kept(house: House) -> int:
    rows = [await house.services.generations.get(number) for number in (1, 2)]
    return sum(len(row.images) for row in rows if row is not None)


async def after(house: House, days: float) -> None:
    """Let days pass and the upkeep of a few minutes happen."""
    for _day in range(int(days)):
        house.time.advance(_DAY_S)
        for _minute in range(2):
            house.time.advance(60)
            await house.services.work.step()


async def test_all_of_a_server_goes_after_the_grace(house: House, servers: Servers) -> None:
    assert await made(house) == 1
    await servers.remove()
    await after(house, days=6)
    assert await kept(house) == 1
    await after(house, days=2)
    assert await house.services.generations.get(1) is None


async def test_whoever_invites_the_bot_after_that_finds_none_of_the_old_rules(
    house: House, servers: Servers
) -> None:
    moderation, server_id = house.services.moderation, house.guild.id
    entry = LogEntry(server_id=server_id, at=house.time.now(), action=Action.BLOCKED)
    await moderation.blocks.block(house.ada.id, None, entry)
    moderation.policies.changed(server_id)
    assert house.ada.id in (await moderation.policies.of(server_id)).blocks
    await servers.remove()
    await after(house, days=8)
    assert (await moderation.store.rules(server_id)).blocks == {}
    await servers.invite()
    assert (await moderation.policies.of(server_id)).blocks == {}


async def test_a_server_that_invites_the_bot_again_in_time_loses_nothing(
    house: House, servers: Servers
) -> None:
    assert await made(house) == 1
    await servers.remove()
    await after(house, days=5)
    await servers.invite()
    await after(house, days=20)
    assert await kept(house) == 1


async def test_a_server_that_is_only_out_of_reach_loses_nothing(
    house: House, servers: Servers
) -> None:
    assert await made(house) == 1
    await servers.lose()
    await after(house, days=20)
    assert await kept(house) == 1
