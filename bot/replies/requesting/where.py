"""Where requests are taken: kinds of channels, threads that are open, and what the bot may do.

Looked at before anything is spent; what only the member sees needs no right of the bot's.
"""

from collections.abc import Iterator

import discord

from bot.errors import NotAllowed
from bot.replies.parts.place import is_member_here
from bot.texts import gettext as _
from bot.texts import listing

_KIND = discord.ChannelType
# Everything that holds messages; forums and media channels hold posts, which are threads.
_TAKEN = frozenset(
    {
        _KIND.text,
        _KIND.news,
        _KIND.voice,
        _KIND.stage_voice,
        _KIND.public_thread,
        _KIND.private_thread,
        _KIND.news_thread,
        _KIND.private,
        _KIND.group,
    }
)


def check_place(interaction: discord.Interaction, *, is_private: bool) -> None:
    """Let pass what can be answered where *interaction* comes from.

    Raises:
        NotAllowed: Says what kind of channel it is, that the thread is closed, or exactly which
            permissions the bot lacks.
    """
    channel = interaction.channel
    if channel is not None and channel.type not in _TAKEN:
        raise NotAllowed(
            _("I cannot answer with images in this kind of channel; please ask in another.")
        )
    if isinstance(channel, discord.Thread) and (channel.archived or channel.locked):
        raise NotAllowed(_("This thread is closed, so nothing was begun; please ask in another."))
    if interaction.guild_id is None or is_private:
        return
    missing = list(_missing(interaction, is_thread=isinstance(channel, discord.Thread)))
    if missing:
        raise NotAllowed(
            _(
                "I lack a permission in this channel: {permissions}. Somebody who manages it can "
                "give it to me; nothing was charged."
            ).format(permissions=listing(missing))
        )


def _missing(interaction: discord.Interaction, *, is_thread: bool) -> Iterator[str]:
    """Yield the permissions that images need and that are not there."""
    has = interaction.app_permissions
    if has.administrator:
        return
    if is_member_here(interaction):  # elsewhere the interaction's own road is the only one
        if not has.view_channel:
            yield _("View Channel")
        if is_thread and not has.send_messages_in_threads:
            yield _("Send Messages in Threads")
        if not is_thread and not has.send_messages:
            yield _("Send Messages")
    if not has.embed_links:
        yield _("Embed Links")
    if not has.attach_files:
        yield _("Attach Files")
