"""`/mod block`, `/mod unblock` and `/mod blocked`: who may not ask for images in a server."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.moderation.block_lengths import MAX_BLOCK_REASON_LENGTH, BlockLength
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.moderation.blocked_panel import BLOCKED, UNBLOCK
from bot.replies.moderation.blocking import Blocking
from bot.replies.parts.buttons import id_in

Reason = app_commands.Range[str, 0, MAX_BLOCK_REASON_LENGTH]
_LENGTHS = {
    "10 minutes": BlockLength.MINUTES,
    "a day": BlockLength.DAY,
    "a week": BlockLength.WEEK,
    "forever": BlockLength.FOR_GOOD,
}
_CHOICES = [app_commands.Choice(name=name, value=length.value) for name, length in _LENGTHS.items()]


class ModBlocks(commands.Cog):
    """Each subcommand and button checks by itself that it is a moderator of that server."""

    def __init__(self, bot: EaselClient, blocking: Blocking) -> None:
        self._blocking = blocking
        self._subcommands = Subcommands(bot.mod, [self.block, self.unblock, self.blocked])
        self._hearing = Hearing(bot, presses={UNBLOCK: self.press, BLOCKED: self.turn})

    async def cog_load(self) -> None:
        """Offer the subcommands, and listen to the buttons of every list."""
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Offer and listen no longer."""
        self._subcommands.end()
        self._hearing.end()

    @app_commands.describe(
        member="Who shall not ask for images here",
        length="For how long",
        reason="Why; moderators read it in the log",
    )
    @app_commands.rename(length="for")
    @app_commands.choices(length=_CHOICES)
    async def block(
        self,
        interaction: discord.Interaction,
        member: discord.User,
        length: str,
        reason: Reason = "",
    ) -> None:
        """Keep a member from asking for images here."""
        await self._blocking.block(interaction, member, BlockLength(length), reason)

    @app_commands.describe(member="Who may ask for images here again")
    async def unblock(self, interaction: discord.Interaction, member: discord.User) -> None:
        """Let a blocked member ask for images again."""
        await self._blocking.unblock(interaction, member.id)

    async def blocked(self, interaction: discord.Interaction) -> None:
        """Show who is blocked here, and until when."""
        await self._blocking.show(interaction)

    async def press(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """End the block whose button was pressed."""
        await self._blocking.unblock_in_list(interaction, id_in(match["member"]))

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the next page."""
        await self._blocking.turn(interaction, id_in(match["after"]))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(ModBlocks(bot, bot.services.moderation.blocking))
