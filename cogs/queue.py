"""`/queue`: what a member, or for moderators a server, has waiting and running."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.presses import Hearing
from bot.replies.overviews.queue_panel import QueuePanels
from bot.replies.parts.buttons import QUEUE, QueuePanelKind
from bot.replies.parts.panels import show_in_place


class Queue(commands.Cog):
    """Shows the queue, also anew; what cancels in it is answered where all that cancel are."""

    def __init__(self, bot: commands.Bot, panels: QueuePanels) -> None:
        self._panels = panels
        self._hearing = Hearing(bot, presses={QUEUE: self.refresh})

    async def cog_load(self) -> None:
        """Listen to every button of this kind, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(server="All that this server has, for its moderators")
    async def queue(
        self,
        interaction: discord.Interaction,
        server: bool = False,  # noqa: FBT001, FBT002 - an option that people see
    ) -> None:
        """Show what you have waiting and running, and cancel it."""
        kind = QueuePanelKind.SERVER if server else QueuePanelKind.MINE
        view = await self._panels.panel(interaction, kind)
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )

    async def refresh(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the panel as it stands now, in its place."""
        view = await self._panels.panel(interaction, QueuePanelKind(match["panel"]))
        await show_in_place(interaction, view)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(Queue(bot, bot.services.queue_panels))
