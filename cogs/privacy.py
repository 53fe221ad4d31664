"""`/privacy`: what is kept of a member, to be taken along or deleted."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.generation.exporting import ExportKind
from bot.presses import Hearing
from bot.replies.members.export_sending import ExportSending
from bot.replies.members.privacy_desk import PrivacyDesk
from bot.replies.members.privacy_panel import DELETE, DELETE_SURELY, EXPORT, PANEL
from bot.replies.parts.panels import show_in_place


class Privacy(commands.Cog):
    """Answers the command and the buttons of its panels."""

    def __init__(self, *, bot: EaselClient, desk: PrivacyDesk, sending: ExportSending) -> None:
        self._desk = desk
        self._sending = sending
        self._hearing = Hearing(
            bot,
            presses={
                PANEL: self.show,
                EXPORT: self.export,
                DELETE: self.confirm,
                DELETE_SURELY: self.delete,
            },
        )

    async def cog_load(self) -> None:
        """Listen to every panel, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def privacy(self, interaction: discord.Interaction) -> None:
        """See what is kept of you and why, take it along, or delete it."""
        await interaction.response.send_message(
            view=await self._desk.panel(interaction),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def show(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the first panel anew."""
        del match
        await show_in_place(interaction, await self._desk.panel(interaction))

    async def export(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Send everything, or as much of it as was chosen."""
        await self._sending.send(interaction, ExportKind(match["kind"]))

    async def confirm(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask before anything is deleted."""
        del match
        await self._desk.confirm(interaction)

    async def delete(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Delete everything of whoever presses."""
        del match
        await self._desk.erase(interaction)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        Privacy(bot=bot, desk=services.privacy.desk, sending=services.privacy.sending)
    )
