"""*Settings* in the menu of every message: how its image was made."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.replies.after.how_made import HowMade


class HowItWasMade(commands.Cog):
    """Shows it to whoever asks alone."""

    def __init__(self, bot: EaselClient, how_made: HowMade) -> None:
        self._bot = bot
        self._how_made = how_made
        self._menu = app_commands.ContextMenu(
            name="Settings",
            callback=self.settings,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def cog_load(self) -> None:
        """Offer the menu."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Offer it no longer."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def settings(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Show what the image of the message was made with."""
        await self._how_made.show(interaction, message)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(HowItWasMade(bot, bot.services.menus.how_made))
