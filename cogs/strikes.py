"""`/mod warn`, `/mod strike` and `/mod strikes`, and the appeals against them."""

import re

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.moderation.strikes import MAX_REASON_LENGTH, StrikeKind
from bot.filled import Filled
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.reports.strike_desk import StrikeDesk
from bot.replies.reports.strike_notices import StrikeNotices
from bot.replies.reports.strike_panel import WORDS
from bot.replies.reports.strike_words import APPEAL, APPEALED, DENIED, DENY, GRANT, LIFT

Reason = Range[str, 1, MAX_REASON_LENGTH]


class StrikeCommands(commands.Cog):
    """Hands commands and presses on, and tells members what they could not be told before."""

    def __init__(self, bot: EaselClient, desk: StrikeDesk, notices: StrikeNotices) -> None:
        self._desk = desk
        self._notices = notices
        self._subcommands = Subcommands(bot.mod, [self.warn, self.strike, self.strikes])
        self._hearing = Hearing(
            bot,
            bot.modals,
            presses={
                LIFT: self.lift,
                APPEAL: self.ask_to_appeal,
                GRANT: self.grant,
                DENY: self.ask_to_deny,
            },
            submits={APPEALED: self.appeal, DENIED: self.deny},
        )

    async def cog_load(self) -> None:
        """Offer the subcommands, and listen to every component of these kinds."""
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Offer and listen no longer."""
        self._subcommands.end()
        self._hearing.end()

    @commands.Cog.listener()
    async def on_app_command_completion(
        self, interaction: discord.Interaction, command: object
    ) -> None:
        """Tell what is still to be told, after the answer to any command."""
        del command
        await self._notices.with_answer(interaction)

    @app_commands.describe(member="Whom", reason="Why; the member reads it")
    async def warn(
        self, interaction: discord.Interaction, member: discord.User, reason: Reason
    ) -> None:
        """Warn a member; for moderators."""
        await self._desk.give(interaction, member, StrikeKind.WARNING, reason)

    @app_commands.describe(member="Whom", reason="Why; the member reads it")
    async def strike(
        self, interaction: discord.Interaction, member: discord.User, reason: Reason
    ) -> None:
        """Give a member a strike; for moderators."""
        await self._desk.give(interaction, member, StrikeKind.STRIKE, reason)

    @app_commands.describe(member="Whose, for moderators; without it, your own")
    async def strikes(
        self, interaction: discord.Interaction, member: discord.User | None = None
    ) -> None:
        """Show warnings and strikes: your own, to appeal, or a member's, to lift."""
        await self._desk.show(interaction, member)

    async def lift(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Lift one."""
        await self._desk.lift(interaction, match["id"])

    async def ask_to_appeal(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Open the modal of an appeal."""
        modal = await self._desk.appeal_form(interaction, match["id"])
        await interaction.response.send_modal(modal)

    async def appeal(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Take the appeal."""
        await self._desk.appeal(interaction, match["id"], filled.text(WORDS))

    async def grant(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Grant it."""
        await self._desk.grant(interaction, match["id"])

    async def ask_to_deny(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Open the modal that asks why."""
        modal = await self._desk.deny_form(interaction, match["id"])
        await interaction.response.send_modal(modal)

    async def deny(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Deny it."""
        await self._desk.deny(interaction, match["id"], filled.text(WORDS))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services.cases
    await bot.add_cog(StrikeCommands(bot, services.strike_desk, services.notices))
