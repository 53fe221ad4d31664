"""*Report* in the menu of every message, and the button of *More*: to the server's moderators."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.filled import Filled
from bot.presses import Hearing
from bot.replies.parts.buttons import REPORT, id_in
from bot.replies.reports.report_form import KIND, REASON, REPORTED, read_kind
from bot.replies.reports.reporting import Reporting


class ReportMenu(commands.Cog):
    """Asks what is wrong, and hands it on."""

    def __init__(self, bot: EaselClient, reporting: Reporting) -> None:
        self._bot = bot
        self._reporting = reporting
        self._hearing = Hearing(
            bot, bot.modals, presses={REPORT: self.press}, submits={REPORTED: self.submit}
        )
        self._menu = app_commands.ContextMenu(
            name="Report",
            callback=self.report,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def cog_load(self) -> None:
        """Offer the menu, and take every button and modal of these kinds."""
        self._bot.tree.add_command(self._menu)
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Offer and take them no longer."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)
        self._hearing.end()

    async def report(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Ask what is wrong with the image of the message."""
        modal = await self._reporting.about_message(interaction, message)
        await interaction.response.send_modal(modal)

    async def press(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask the same of the image whose panel it is."""
        modal = await self._reporting.about_generation(interaction, match["id"])
        await interaction.response.send_modal(modal)

    async def submit(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Keep it and tell the moderators."""
        await self._reporting.report(
            interaction,
            id_in(match["message"]),
            read_kind(filled.text(KIND)),
            filled.text(REASON),
        )


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(ReportMenu(bot, bot.services.menus.reporting))
