"""Where the bot is asked: threads, posts, announcements, voice; and where it lacks a right."""

from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from bot.domain.generation import DM_SERVER_ID, Rung, Status
from tests.behaviour.conftest import House, text_of


def thread_of(house: House, parent: Any) -> Any:
    """Return a thread, or a forum's post."""
    made = house.env.backend.create_thread(
        parent.id, "foxes", house.ada.id, type=ChannelType.PUBLIC_THREAD
    )
    return ChannelHandle(house.env, house.guild, made)


def place(house: House, kind: str) -> Any:
    """Return a channel of that kind."""
    guild = house.guild
    if kind == "thread":
        return thread_of(house, house.channel)
    if kind == "post":
        return thread_of(house, guild.create_forum_channel("gallery"))
    makers = {
        "announcements": guild.create_news_channel,
        "voice": guild.create_voice_channel,
        "stage": guild.create_stage_channel,
    }
    return makers[kind]("there")


@pytest.mark.parametrize("kind", ["thread", "post", "announcements", "voice", "stage"])
async def test_every_place_that_holds_messages_gets_its_images(house: House, kind: str) -> None:
    channel = place(house, kind)
    card = await house.ada.slash(channel, "imagine", prompt="a fox")
    await house.settle()
    assert card.response.attachments
    row = await house.services.generations.get(1)
    assert row is not None
    assert (row.status, row.rung) == (Status.DELIVERED, Rung.TOKEN)
    assert row.place.channel_id == channel.id
    again = await house.ben.click(card.response, label="Again")
    assert not again.ephemeral


@pytest.mark.parametrize("lacks", ["attach_files", "embed_links", "send_messages"])
async def test_a_missing_permission_is_named_before_anything_is_spent(
    house: House, lacks: str
) -> None:
    me = house.guild.me
    assert me is not None
    closed = discord.PermissionOverwrite(**{lacks: False})
    channel = house.guild.create_text_channel("quiet", overwrites={me: closed})
    refused = await house.ada.slash(channel, "imagine", prompt="a fox")
    assert refused.ephemeral
    assert lacks.replace("_", " ").title() in text_of(refused.response)
    assert await house.services.generations.get(1) is None
    assert await house.left() == 10
    private = await house.ada.slash(channel, "imagine", prompt="a fox", private=True)
    assert private.ephemeral
    await house.settle()
    assert private.response.attachments


async def test_a_closed_thread_is_refused(house: House) -> None:
    channel = thread_of(house, house.channel)
    known = house.client.get_channel(channel.id)
    assert isinstance(known, discord.Thread)
    known.locked = True  # as Discord tells the bot when a moderator does it
    refused = await house.ada.slash(channel, "imagine", prompt="a fox")
    assert refused.ephemeral
    assert "thread is closed" in text_of(refused.response)
    assert await house.left() == 10


async def test_a_direct_message_gets_its_images(house: House) -> None:
    dana = house.env.create_user("dana")
    card = await dana.slash("imagine", prompt="a fox")
    await house.settle()
    assert card.response.attachments
    row = await house.services.generations.get(1)
    assert row is not None
    assert (row.place.server_id, row.rung) == (DM_SERVER_ID, Rung.TOKEN)
