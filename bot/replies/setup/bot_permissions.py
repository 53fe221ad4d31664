"""What the bot may do in a channel, and what does not work where it may not."""

from dataclasses import dataclass

import discord

from bot.texts import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One of Discord's permissions as its settings name it; *loss* is what fails without it."""

    name: str
    loss: str
    is_granted: bool


def needed_permissions(
    channel: discord.abc.GuildChannel | discord.Thread, *, is_for_moderators: bool = False
) -> list[Permission]:
    """Return what is needed in *channel*, the most important first; *channel* is in the cache."""
    has = channel.permissions_for(channel.guild.me)
    post = has.send_messages
    needed = [
        Permission(
            name=_("View Channel"),
            loss=_("I cannot find my own messages again."),
            is_granted=has.view_channel,
        ),
        Permission(
            name=_("Send Messages"),
            loss=_("An image that comes later than 15 minutes goes to the member alone."),
            is_granted=has.send_messages_in_threads if _is_thread(channel) else post,
        ),
        Permission(
            name=_("Attach Files"),
            loss=_("I cannot post images that come later than 15 minutes."),
            is_granted=has.attach_files,
        ),
    ]
    if is_for_moderators:
        return needed
    return [
        *needed,
        Permission(
            name=_("Create Public Threads"),
            loss=_("No group session can be opened."),
            is_granted=has.create_public_threads,
        ),
        Permission(
            name=_("Send Messages in Threads"),
            loss=_("Images of a group session cannot be shown."),
            is_granted=has.send_messages_in_threads,
        ),
        Permission(
            name=_("Read Message History"),
            loss=_("No group session can be opened."),
            is_granted=has.read_message_history,
        ),
        Permission(
            name=_("Embed Links"),
            loss=_("No group session can be opened."),
            is_granted=has.embed_links,
        ),
    ]


def permission_lines(permissions: list[Permission]) -> list[str]:
    """Return one line each, with what is lost where one is missing."""
    return [
        f"✅ {permission.name}"
        if permission.is_granted
        else f"❌ **{permission.name}**: {permission.loss}"
        for permission in permissions
    ]


def _is_thread(channel: object) -> bool:
    return isinstance(channel, discord.Thread)
