"""`/queue`: what a member, or for moderators a server, has waiting and running."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.replies.buttons import QueuePanelKind
from bot.replies.queue_panel import QueuePanels


class Queue(commands.Cog):
    """Shows the queue; its buttons are answered where all that cancel are."""

    def __init__(self, panels: QueuePanels) -> None:
        self._panels = panels

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


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(Queue(bot.services.queue_panels))
