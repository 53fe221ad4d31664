"""Who asked and where, read from an interaction."""

from dataclasses import replace

import discord

from bot.domain.generation import DM_SERVER_ID, Place
from bot.domain.moderation.asker import Asker

_WITH_AGE = (
    discord.TextChannel,
    discord.VoiceChannel,
    discord.StageChannel,
    discord.ForumChannel,
)


def server_id_of(interaction: discord.Interaction) -> int:
    """Return the server's id; all direct messages count as one."""
    return interaction.guild_id or DM_SERVER_ID


def place_of(interaction: discord.Interaction, *, is_private: bool) -> Place:
    """Return where the answer goes."""
    return Place(
        member_id=interaction.user.id,
        server_id=server_id_of(interaction),
        channel_id=interaction.channel_id or 0,
        parent_channel_id=_parent_of(interaction.channel),
        is_age_restricted=_is_age_restricted(interaction.channel),
        interaction_id=interaction.id,
        application_id=interaction.application_id,
        token=interaction.token,
        is_private=is_private,
        attachment_size_limit_bytes=interaction.filesize_limit,
        locale=str(interaction.locale),
    )


def place_in(interaction: discord.Interaction, channel: discord.abc.GuildChannel) -> Place:
    """Return the same as if *interaction* had come from *channel*; only the asker reads it."""
    return replace(
        place_of(interaction, is_private=True),
        channel_id=channel.id,
        parent_channel_id=_parent_of(channel),
        is_age_restricted=_is_age_restricted(channel),
    )


def asker_of(interaction: discord.Interaction) -> Asker:
    """Return who asks; the roles are unknown in direct messages, and where the bot is not."""
    member = interaction.user
    if not isinstance(member, discord.Member) or not is_member_here(interaction):
        return Asker()
    return Asker(
        role_ids=frozenset(role.id for role in member.roles),
        is_administrator=interaction.permissions.administrator,
    )


def _parent_of(channel: object) -> int | None:
    return channel.parent_id if isinstance(channel, discord.Thread) else None


def _is_age_restricted(channel: object) -> bool:
    """Tell whether Discord asks for the age there; of a thread, its parent says it."""
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    return isinstance(channel, _WITH_AGE) and channel.is_nsfw()


def is_member_here(interaction: discord.Interaction) -> bool:
    """Tell whether the bot itself is in the server; True outside of one.

    It is not where somebody brought it along who has installed it for themselves alone.
    """
    if interaction.guild_id is None or interaction.is_guild_integration():
        return True
    return interaction.client.get_guild(interaction.guild_id) is not None
