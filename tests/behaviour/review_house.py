"""A house whose channel is looked at: the moderators' channel, its cards, and what is kept."""

from typing import Any

from sqlalchemy import select

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ChannelRules, ReviewMode
from bot.store.moderation_schema import moderation_log, reviews
from tests.behaviour.conftest import House, components_of


async def rules(house: House, mode: ReviewMode) -> Any:
    """Let everything in the channel be looked at; return the moderators' channel."""
    channel = house.guild.create_text_channel("moderators")
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.RULES_CHANGED, actor_id=1
    )
    moderation = house.services.moderation
    await house.services.server_settings.report_to(house.guild.id, channel.id, entry)
    await moderation.store.change_channel(
        house.guild.id, house.channel.id, lambda _before: ChannelRules(review=mode), entry
    )
    moderation.policies.changed(house.guild.id)
    return channel


def card_in(house: House, channel: Any) -> Any:
    """Return the one card of the moderators' channel, as Discord keeps it."""
    (message,) = channel.history()
    return house.env.backend.get_message(channel.id, message.id)


def only(channel: Any) -> Any:
    """Return the one card of the moderators' channel, to be pressed."""
    (message,) = channel.history()
    return message


def gallery(message: Any) -> list[dict[str, Any]]:
    return [item for part in components_of(message) for item in part.get("items", [])]


async def rows(house: House) -> list[Any]:
    database = house.services.generations._database
    found = select(reviews).order_by(reviews.c.id)
    return list(await database.read(lambda one: one.execute(found).all()))


async def logged(house: House, action: Action) -> list[Any]:
    database = house.services.generations._database
    found = select(moderation_log).where(moderation_log.c.action == action)
    return list(await database.read(lambda one: one.execute(found).all()))
