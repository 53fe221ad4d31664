"""What the gateway sends when a session begins, and when a client asks for members."""

from bot.sandbox.payloads import Payload
from bot.sandbox.sessions import Session
from bot.sandbox.world import World
from bot.sandbox.world_payloads import (
    channel_payload,
    guild_payload,
    member_payload,
    own_channels,
    own_threads,
    user_payload,
)


def ready(world: World, session: Session, gateway_url: str, *, has_guild: bool) -> Payload:
    """Return READY."""
    private = {"verified": True, "mfa_enabled": False, "email": None}
    return {
        "v": 10,
        "user": {**user_payload(world.bot), **private},
        "guilds": [{"id": str(world.guild_id), "unavailable": True}] if has_guild else [],
        "private_channels": [],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": gateway_url,
        "shard": list(session.shard),
        "application": {"id": str(world.bot.id), "flags": 0},
    }


def guild_create(world: World) -> Payload:
    """Return GUILD_CREATE."""
    return {
        **guild_payload(world),
        "joined_at": "2026-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "member_count": len(world.members) - len(world.gone.members) + 1,
        "voice_states": [],
        # Without the members intent Discord sends the bot's own entry only.
        "members": [member_payload(world, world.bot)],
        "channels": [channel_payload(world, each) for each in own_channels(world)],
        "threads": [channel_payload(world, each) for each in own_threads(world)],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def members_chunk(world: World, asked: Payload) -> Payload:
    """Return GUILD_MEMBERS_CHUNK for a REQUEST_GUILD_MEMBERS."""
    wanted = asked.get("user_ids") or []
    ids = {int(each) for each in (wanted if isinstance(wanted, list) else [wanted])}
    query = str(asked.get("query") or "").lower()
    people = [world.bot, *world.members.values()]
    found = [
        member_payload(world, user)
        for user in people
        if (user.id in ids if ids else user.username.lower().startswith(query))
    ]
    chunk = {
        "guild_id": str(world.guild_id),
        "members": found,
        "chunk_index": 0,
        "chunk_count": 1,
    }
    return {**chunk, "nonce": asked["nonce"]} if asked.get("nonce") else chunk
