"""The users, roles and channels that a command's options name, as Discord sends them along."""

from bot.sandbox.payloads import Payload
from bot.sandbox.world import World
from bot.sandbox.world_payloads import (
    channel_payload,
    member_payload,
    role_payloads,
    user_payload,
)


def add_resolved(world: World, known_id: int, resolved: Payload) -> None:
    """Put what *known_id* names into *resolved*; an unknown id adds nothing."""
    key = str(known_id)
    user = world.user(known_id)
    if user is not None:
        member = member_payload(world, user)
        del member["user"]
        member["permissions"] = str(user.permissions)
        resolved.setdefault("users", {})[key] = user_payload(user)
        resolved.setdefault("members", {})[key] = member
    elif known_id in world.channels:
        channel = channel_payload(world, world.channels[known_id])
        resolved.setdefault("channels", {})[key] = {**channel, "permissions": "0"}
    else:
        roles = [role for role in role_payloads(world) if role["id"] == key]
        if roles:
            resolved.setdefault("roles", {})[key] = roles[0]
