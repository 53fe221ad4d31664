"""Who is a moderator where: those with Manage Server, and the roles that these have named.

It is asked at each press, by what Discord says of the presser in that server at that moment: a
moderator of another server is an ordinary member here, whatever custom_id they send.
"""

import discord

from bot.errors import NotAllowed
from bot.generation.moderation.policies import Policies
from bot.texts import gettext as _


class Moderators:
    """Knows the roles that each server has named."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    async def is_moderator(self, interaction: discord.Interaction) -> bool:
        """Tell whether the member may moderate here; never in direct messages.

        Raises:
            StorageUnavailable: The roles cannot be read now.
        """
        if interaction.guild_id is None:
            return False
        if is_admin(interaction):
            return True
        member = interaction.user
        if not isinstance(member, discord.Member):
            return False
        named = (await self._policies.of(interaction.guild_id)).policy.moderator_role_ids
        return any(role.id in named for role in member.roles)

    async def moderates(self, interaction: discord.Interaction, server_id: int) -> bool:
        """Tell whether the member may moderate what belongs to that server, pressed in it.

        Raises:
            StorageUnavailable: The roles cannot be read now.
        """
        return interaction.guild_id == server_id and await self.is_moderator(interaction)

    async def check(self, interaction: discord.Interaction) -> int:
        """Let a moderator pass, and return the server's id.

        Raises:
            NotAllowed: It is not one.
            StorageUnavailable: The roles cannot be read now.
        """
        if interaction.guild_id is None:
            raise NotAllowed(_("There is no server here: use this in one that you moderate."))
        if not await self.is_moderator(interaction):
            raise NotAllowed(
                _(
                    "Only moderators of this server can do that: members with Manage Server, or "
                    "with a role that these have named in `/setup`."
                )
            )
        return interaction.guild_id


def check_not_own(interaction: discord.Interaction, member_id: int) -> None:
    """Let a moderator pass who decides about somebody else, or owns the server.

    Raises:
        NotAllowed: It concerns themselves.
    """
    guild = interaction.guild
    if interaction.user.id != member_id or (guild is not None and guild.owner_id == member_id):
        return
    raise NotAllowed(
        _(
            "This is about yourself: another moderator decides it. Only who owns the server may "
            "do that alone."
        )
    )


def is_admin(interaction: discord.Interaction) -> bool:
    """Tell whether the member has Manage Server where the command was given or pressed."""
    if interaction.guild_id is None:
        return False
    permissions = interaction.permissions
    return permissions.administrator or permissions.manage_guild


def check_admin(interaction: discord.Interaction) -> int:
    """Let pass who has Manage Server, and return the server's id.

    Raises:
        NotAllowed: Everybody else, named roles too.
    """
    if interaction.guild_id is None or not is_admin(interaction):
        raise NotAllowed(_("Only members with Manage Server can do that."))
    return interaction.guild_id
