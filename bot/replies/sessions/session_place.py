"""Where a session can be held: channels that have threads, and where the bot may open them."""

from collections.abc import Iterator

import discord

from bot.errors import NotAllowed
from bot.replies.parts.place import is_member_here
from bot.texts import gettext as _
from bot.texts import listing

_KIND = discord.ChannelType
_TAKEN = frozenset({_KIND.text, _KIND.news, _KIND.forum})


def place_for_session(interaction: discord.Interaction) -> int:
    """Return the channel whose thread the session becomes; of a thread, the one it hangs at.

    Raises:
        NotAllowed: There are no threads in such a channel, or exactly which permissions the bot
            lacks.
    """
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if interaction.guild_id is None or channel is None or channel.type not in _TAKEN:
        raise NotAllowed(
            _("A session needs a thread, which this kind of channel has not. Use a text channel.")
        )
    if not is_member_here(interaction):
        raise NotAllowed(_("I am not a member of this server, so I can open no thread here."))
    missing = list(_missing(interaction.app_permissions, is_forum=channel.type is _KIND.forum))
    if missing:
        raise NotAllowed(
            _(
                "I lack a permission in this channel: {permissions}. Somebody who manages it can "
                "give it to me; nothing was begun."
            ).format(permissions=listing(missing))
        )
    return channel.id


def _missing(has: discord.Permissions, *, is_forum: bool) -> Iterator[str]:
    """Yield the permissions that a session needs and that are not there."""
    if has.administrator:
        return
    needed = [
        (has.view_channel, _("View Channel")),
        (has.send_messages, _("Create Posts") if is_forum else _("Send Messages")),
        (is_forum or has.create_public_threads, _("Create Public Threads")),
        (has.send_messages_in_threads, _("Send Messages in Threads")),
        (has.read_message_history, _("Read Message History")),
        (has.embed_links, _("Embed Links")),
        (has.attach_files, _("Attach Files")),
    ]
    yield from (name for is_there, name in needed if not is_there)
