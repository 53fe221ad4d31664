"""Blocking a member from asking for images in a server, and letting them ask again."""

import discord

from bot.domain.moderation.block_lengths import BlockLength, block_until
from bot.domain.moderation.blocks import FOR_GOOD, Block
from bot.domain.moderation.log import Action, LogEntry
from bot.errors import NotAllowed
from bot.generation.moderation.barring import Barring
from bot.replies.moderation.blocked_panel import blocked_panel
from bot.replies.moderation.unblock_list import PER_PAGE
from bot.replies.parts.block_words import rejected_words, until_words
from bot.replies.parts.moderators import Moderators, check_not_own
from bot.replies.parts.panels import show_in_place
from bot.replies.parts.sparing import Sparing
from bot.store.blocks import Blocks
from bot.texts import gettext as _
from bot.timing import Time


class Blocking:
    """Does what moderators say in their own server; each time the next request sees it."""

    def __init__(
        self,
        *,
        moderators: Moderators,
        sparing: Sparing,
        blocks: Blocks,
        barring: Barring,
        time: Time,
    ) -> None:
        self._sparing = sparing
        self._moderators = moderators
        self._blocks = blocks
        self._barring = barring
        self._time = time

    async def block(
        self,
        interaction: discord.Interaction,
        member: discord.User | discord.Member,
        length: BlockLength,
        reason: str,
    ) -> None:
        """Block *member* for that long, and reject what waits of them.

        Raises:
            NotAllowed: It is no moderator, *member* is nobody to be blocked, or is blocked for
                as long already.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        await self._sparing.check(server_id, member, interaction.user.id)
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
        blocked = await self._blocks.block(member.id, until, entry)
        if blocked.kept is not None:
            raise _stays(blocked.kept)
        self._barring.follow(server_id, blocked.ended)
        text = _("{member} cannot ask for images here any more: {until}.").format(
            member=f"<@{member.id}>", until=until_words(until)
        )
        if blocked.ended:
            text = f"{text} {rejected_words(len(blocked.ended))}"
        await _answer(interaction, text)

    async def unblock(self, interaction: discord.Interaction, member_id: int) -> None:
        """Let a member ask again.

        Raises:
            NotAllowed: It is no moderator, or nothing was in force.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        check_not_own(interaction, member_id)
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
        check_not_own(interaction, member_id)
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
        self._barring.follow(server_id, ())
        if not was_blocked:
            raise NotAllowed(_("This member is not blocked here."))

    async def _panel(self, server_id: int, *, after_id: int) -> discord.ui.LayoutView:
        found = await self._blocks.standing(
            server_id, after_id=after_id, now=self._time.now(), limit=PER_PAGE + 1
        )
        return blocked_panel(found[:PER_PAGE], has_more=len(found) > PER_PAGE)


def _stays(block: Block) -> NotAllowed:
    return NotAllowed(
        _(
            "This member is blocked already, {until}. A shorter block does not replace that: use "
            "`/mod unblock` first."
        ).format(until=until_words(block.until))
    )


async def _answer(interaction: discord.Interaction, text: str) -> None:
    await interaction.response.send_message(
        text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )
