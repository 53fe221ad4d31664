"""`/mod reviews`, and what is pressed on the cards of what waits for a moderator."""

import re
from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.filled import Filled
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.moderation import review_ids as ids
from bot.replies.moderation.review_desk import ReviewDesk
from bot.replies.parts.buttons import id_in
from bot.replies.parts.panels import show_in_place


class ReviewPresses(commands.Cog):
    """Hands presses, choices and modals to the desk."""

    def __init__(self, bot: EaselClient, desk: ReviewDesk) -> None:
        self._desk = desk
        self._subcommands = Subcommands(bot.mod, [self.reviews])
        self._hearing = Hearing(
            bot,
            bot.modals,
            presses={
                ids.APPROVE: self.approve,
                ids.REJECT: self.ask_why,
                ids.EDIT: self.ask_words,
                ids.LISTED: self.turn,
            },
            choices={ids.MORE: self.choose},
            submits={ids.REJECTED: self.reject, ids.EDITED: self.edit},
        )

    async def cog_load(self) -> None:
        """Take every button, select and modal of these kinds, whoever sent it and when."""
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Take them no longer."""
        self._subcommands.end()
        self._hearing.end()

    async def reviews(self, interaction: discord.Interaction) -> None:
        """List what waits for a moderator, the oldest first."""
        panel = await self._desk.panel(interaction)
        await interaction.response.send_message(
            view=panel, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show another page of the list."""
        panel = await self._desk.panel(interaction, id_in(match["id"]))
        await show_in_place(interaction, panel)

    async def approve(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Let it pass."""
        await self._desk.approve(interaction, match["id"])

    async def ask_why(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for the reason."""
        await self._desk.ask_why(interaction, match["id"])

    async def reject(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Reject it, with or without a reason."""
        await self._desk.reject(interaction, match["id"], filled)

    async def ask_words(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for the words."""
        await self._desk.ask_words(interaction, match["id"])

    async def edit(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Approve it with other words."""
        await self._desk.edit(interaction, match["id"], filled)

    async def choose(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Trust or block its member."""
        await self._desk.choose(interaction, match["id"], values)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(ReviewPresses(bot, bot.services.reviews.desk))
