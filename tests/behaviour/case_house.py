"""A house with a reported image: its case's card, those who decide, and what is kept of it."""

from typing import Any

from sqlalchemy import select

from bot.store.moderation_schema import moderation_log
from tests.behaviour.conftest import House
from tests.behaviour.test_reports import FILLED, finished, moderators, opened, the_only_one

WARNED = {"ready": ["rules"], "words": "Not here, please.", "also": ["leave"]}


async def reported(house: House, **options: Any) -> tuple[Any, Any, Any]:
    """Return the image, the moderators' channel and the case's card in it."""
    channel = await moderators(house)
    card = await finished(house, **options)
    await house.ada.submit_modal(await opened(house, card), FILLED)
    return card, channel, the_only_one(house, channel)


def on(channel: Any) -> Any:
    """Return the one message of a channel, to be pressed."""
    (message,) = channel.history()
    return message


async def rows(house: House, table: Any) -> list[Any]:
    database = house.services.generations._database
    return list(await database.read(lambda one: one.execute(select(table)).all()))


async def logged(house: House) -> list[str]:
    return [row.action for row in await rows(house, moderation_log)]


def second_moderator(house: House) -> Any:
    role = house.guild.roles["Moderators"]
    return house.guild.add_member(house.env.create_user("mia"), roles=[role])


def told(house: House, member: Any) -> list[Any]:
    direct = house.env.backend.get_dm_channel(member.id)
    return list(house.env.backend.messages[direct.id].values())
