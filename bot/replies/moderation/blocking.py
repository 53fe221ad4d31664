"""Blocking a member from asking for images in a server, and letting them ask again."""

import discord

from bot.domain.moderation.block_lengths import BlockLength, block_until
from bot.domain.moderation.blocks import FOR_GOOD
from bot.domain.moderation.log import Action, LogEntry
from bot.errors import NotAllowed
from bot.generation.moderation.policies import Policies
from bot.replies.moderation.blocked_panel import PER_PAGE, blocked_panel, until_words
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import show_in_place
from bot.store.blocks import Block, Blocks
from bot.texts import gettext as _
from bot.timing import Time


class Blocking:
    """Does what moderators say in their own server; each time the next request sees it."""

    def __init__(
        self, moderators: Moderators, blocks: Blocks, policies: Policies, time: Time
    ) -> None:
        self._moderators = moderators
        self._blocks = blocks
        self._policies = policies
        self._time = time

    async def block(
        self,
        interaction: discord.Interaction,
        member: discord.User | discord.Member,
        length: BlockLength,
        reason: str,
    ) -> None:
        """Block *member* for that long; a block that stands is replaced.

        Raises:
            NotAllowed: It is no moderator, or *member* is nobody to be blocked.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        _check_may_be_blocked(interaction, member)
        now = self._time.now()
        until = block_until(length, now)
        entry = LogEntry(
            server_id=server_id,
            at=now,
            action=Action.BLOCKED,
            actor_id=interaction.user.id,
            member_id=member.id,
            values={"until": FOR_GOOD if until is None else until.isoformat()},
            note=reason,
        )
        await self._blocks.block(member.id, until, entry)
        self._policies.changed(server_id)
        block = Block(member_id=member.id, until=until)
        text = _("{member} cannot ask for images here any more: {until}.").format(
            member=f"<@{member.id}>", until=until_words(block)
        )
        await _answer(interaction, text)

    async def unblock(self, interaction: discord.Interaction, member_id: int) -> None:
        """Let a member ask again.

        Raises:
            NotAllowed: It is no moderator, or nothing was in force.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        await self._unblock(interaction, server_id, member_id)
        await _answer(
            interaction,
            _("{member} can ask for images here again.").format(member=f"<@{member_id}>"),
        )

    async def unblock_in_list(self, interaction: discord.Interaction, member_id: int) -> None:
        """Let a member ask again, and show the list without them.

        Raises:
            NotAllowed: It is no moderator, or nothing was in force.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        await self._unblock(interaction, server_id, member_id)
        await show_in_place(interaction, await self._panel(server_id, after_id=0))

    async def show(self, interaction: discord.Interaction) -> None:
        """Answer with who is blocked.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        await interaction.response.send_message(
            view=await self._panel(server_id, after_id=0),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def turn(self, interaction: discord.Interaction, after_id: int) -> None:
        """Show who follows that member in the list.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        await show_in_place(interaction, await self._panel(server_id, after_id=after_id))

    async def _unblock(
        self, interaction: discord.Interaction, server_id: int, member_id: int
    ) -> None:
        now = self._time.now()
        entry = LogEntry(
            server_id=server_id,
            at=now,
            action=Action.UNBLOCKED,
            actor_id=interaction.user.id,
            member_id=member_id,
        )
        was_blocked = await self._blocks.unblock(member_id, entry, now)
        self._policies.changed(server_id)
        if not was_blocked:
            raise NotAllowed(_("This member is not blocked here."))

    async def _panel(self, server_id: int, *, after_id: int) -> discord.ui.LayoutView:
        found = await self._blocks.standing(
            server_id, after_id=after_id, now=self._time.now(), limit=PER_PAGE + 1
        )
        return blocked_panel(found[:PER_PAGE], has_more=len(found) > PER_PAGE)


def _check_may_be_blocked(
    interaction: discord.Interaction, member: discord.User | discord.Member
) -> None:
    if member.id == interaction.user.id:
        raise NotAllowed(_("You cannot block yourself."))
    if member.id == interaction.application_id or member.bot:
        raise NotAllowed(_("Bots do not ask for images, so they cannot be blocked."))
    if isinstance(member, discord.Member):
        held = member.resolved_permissions or member.guild_permissions
        if held.administrator or held.manage_guild:
            raise NotAllowed(
                _("Members with Manage Server cannot be blocked: they could undo it themselves.")
            )


async def _answer(interaction: discord.Interaction, text: str) -> None:
    await interaction.response.send_message(
        text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )
