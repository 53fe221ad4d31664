"""The users, roles and channels that a command's options name, as Discord sends them along."""

from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.world import World
from bot.sandbox.world_payloads import (
    channel_payload,
    member_payload,
    role_payloads,
    user_payload,
)


def add_resolved(world: World, known_id: int, resolved: Payload, channel: Channel) -> None:
    """Put what *known_id* names into *resolved*; an unknown id adds nothing.

    Users are members only in a channel of a server.
    """
    key = str(known_id)
    user = world.user(known_id)
    if user is not None:
        resolved.setdefault("users", {})[key] = user_payload(user)
        if channel.server_id is None:
            return
        member = member_payload(world, user, channel.server_id)
        for key_of_whole in ("user", "deaf", "mute"):
            del member[key_of_whole]
        member["permissions"] = str(world.permissions(user, channel))
        resolved.setdefault("members", {})[key] = member
    elif known_id in world.channels:
        found = channel_payload(world, world.channels[known_id])
        resolved.setdefault("channels", {})[key] = {**found, "permissions": "0"}
    else:
        roles = [role for role in role_payloads(world) if role["id"] == key]
        if roles:
            resolved.setdefault("roles", {})[key] = roles[0]
