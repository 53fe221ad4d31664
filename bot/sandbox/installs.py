"""By whom the app was installed where something happens: ``authorizing_integration_owners``."""

from collections.abc import Collection, Mapping

from bot.sandbox.message_payloads import Message
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel, Context
from bot.sandbox.world import User, World

_BY_SERVER, _BY_USER = 0, 1
Owners = Mapping[str, str]


def owners_of_command(world: World, command: Payload, user: User, channel: Channel) -> Owners:
    """Return the owners for a use of the command; empty where nobody installed it for that."""
    types = [_BY_SERVER] if "guild_id" in command else command["integration_types"]
    return _owners(world, types, user, channel)


def owners_of_press(world: World, source: Message, channel: Channel) -> Owners:
    """Return the owners for a press; on a reply they are those of the command that it answers.

    So the authorizing user may be another one than who presses.
    """
    about = source.extra.get("interaction_metadata")
    if about is not None:
        found: Owners = about["authorizing_integration_owners"]
        return found
    return _owners(world, [_BY_SERVER], world.bot, channel)


def owners_by_user(user: User) -> Owners:
    """Return the owners where the user alone has installed the app."""
    return {str(_BY_USER): str(user.id)}


def is_by_user_alone(owners: Owners) -> bool:
    """Tell whether no server stands behind the interaction, so that follow-ups are counted."""
    return str(_BY_SERVER) not in owners


def _owners(world: World, types: Collection[int], user: User, channel: Channel) -> Owners:
    found = {}
    if _BY_SERVER in types and world.has_bot(channel):
        # In a direct message with the bot Discord writes 0 for the server.
        is_direct = channel.context is Context.BOT_DIRECT
        found[str(_BY_SERVER)] = "0" if is_direct else str(channel.server_id)
    if _BY_USER in types and user.id in world.installers:
        found |= owners_by_user(user)
    return found
