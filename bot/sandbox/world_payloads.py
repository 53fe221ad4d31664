"""Users, members, channels, roles and the server as Discord's objects."""

from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel, ChannelKind
from bot.sandbox.world import VIEW_AND_TALK, User, World

AVATAR = "5a5db0c5a5db0c5a5db0c5a5db0c5a5d"
_JOINED = "2026-01-01T00:00:00+00:00"
_VIEW = 1 << 10
_ZERO_IN_GUILD = (
    "system_channel_flags",
    "verification_level",
    "default_message_notifications",
    "mfa_level",
    "explicit_content_filter",
    "premium_tier",
    "premium_subscription_count",
    "nsfw_level",
)
_NULL_IN_GUILD = (
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "max_presences",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
)


def user_payload(user: User) -> Payload:
    """Return the user object."""
    return {
        "id": str(user.id),
        "username": user.username,
        "avatar": AVATAR,
        "discriminator": "0001" if user.is_bot else "0",
        "public_flags": 0,
        "flags": 0,
        "bot": user.is_bot,
        "banner": None,
        "accent_color": None,
        "global_name": user.global_name,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }


def member_payload(world: World, user: User, server_id: int | None = None) -> Payload:
    """Return the member object of *user* in the bot's server, or in the one that is named."""
    is_elsewhere = server_id not in {None, world.guild_id}
    is_moderator = user.is_moderator and not is_elsewhere
    return {
        "user": user_payload(user),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(world.moderator_role_id)] if is_moderator else [],
        "joined_at": _JOINED,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def channel_payload(world: World, channel: Channel) -> Payload:
    """Return the channel object, whatever kind of channel it is."""
    shared: Payload = {
        "id": str(channel.id),
        "type": int(channel.kind),
        "last_message_id": None,
        "flags": 0,
    }
    if channel.server_id is None:
        return {**shared, **_private_part(world, channel)}
    shared |= {"guild_id": str(channel.server_id), "name": channel.name}
    if channel.is_thread:
        return {**shared, **_thread_part(world, channel)}
    return {
        **shared,
        "position": channel.position,
        "topic": None,
        "nsfw": channel.is_age_restricted,
        "rate_limit_per_user": 0,
        "parent_id": None,
        "permission_overwrites": _overwrites(world, channel),
    }


def _overwrites(world: World, channel: Channel) -> list[Payload]:
    if not channel.member_ids:
        return []
    everyone = {"id": str(channel.server_id), "type": 0, "allow": "0", "deny": str(_VIEW)}
    insiders = [
        {"id": str(each), "type": 1, "allow": str(_VIEW), "deny": "0"}
        for each in [*sorted(channel.member_ids), world.bot.id]
    ]
    return [everyone, *insiders]


def _private_part(world: World, channel: Channel) -> Payload:
    recipients = [user_payload(world.members[each]) for each in sorted(world.audience(channel))]
    if channel.kind is ChannelKind.DIRECT:
        return {"recipients": recipients}
    owner = recipients[0]["id"]
    return {"recipients": recipients, "name": channel.name, "icon": None, "owner_id": owner}


def _thread_part(world: World, channel: Channel) -> Payload:
    return {
        "parent_id": str(channel.parent_id),
        "owner_id": str(world.owner_id),
        "rate_limit_per_user": 0,
        "message_count": 0,
        "total_message_sent": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": _JOINED,
            "auto_archive_duration": 4320,
            "locked": False,
            "create_timestamp": _JOINED,
        },
    }


def role_payloads(world: World) -> list[Payload]:
    """Return the roles: everyone, and the moderators'."""
    moderator = next(user for user in world.members.values() if user.is_moderator)
    return [
        _role(world.guild_id, "@everyone", VIEW_AND_TALK, 0),
        _role(world.moderator_role_id, "Moderators", moderator.permissions, 1),
    ]


def _role(role_id: int, name: str, permissions: int, position: int) -> Payload:
    return {
        "id": str(role_id),
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild_payload(world: World) -> Payload:
    """Return the server as ``GET /guilds/{id}`` does."""
    return {
        **dict.fromkeys(_ZERO_IN_GUILD, 0),
        **dict.fromkeys(_NULL_IN_GUILD),
        "id": str(world.guild_id),
        "name": world.guild_name,
        "owner_id": str(world.owner_id),
        "region": "deprecated",
        "afk_timeout": 300,
        "widget_enabled": False,
        "roles": role_payloads(world),
        "features": [],
        "emojis": [],
        "stickers": [],
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "preferred_locale": world.servers[world.guild_id].locale,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
    }


def own_channels(world: World) -> list[Channel]:
    """Return the channels of the bot's server that are there, without threads."""
    return [each for each in _own(world) if not each.is_thread]


def own_threads(world: World) -> list[Channel]:
    """Return the threads of the bot's server that are there, and its forums' posts."""
    return [each for each in _own(world) if each.is_thread]


def _own(world: World) -> list[Channel]:
    return [
        each
        for each in world.channels.values()
        if each.server_id == world.guild_id and each.id not in world.gone.channels
    ]
