"""`/help`: how to use the bot, in one screen."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.generation.option_defaults import option_defaults
from bot.replies.overviews.help_panel import help_panel


class About(commands.Cog):
    """Explains the bot."""

    def __init__(self, *, provider: str, model: str, daily_quota: int) -> None:
        self._provider = provider
        self._model = model
        self._daily_quota = daily_quota

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: discord.Interaction) -> None:
        """Explain how to make images."""
        view = help_panel(provider=self._provider, model=self._model, daily_quota=self._daily_quota)
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    defaults = option_defaults(services.settings.defaults, services.settings.provider)
    await bot.add_cog(
        About(
            provider=services.provider.name,
            model=defaults["model"],
            daily_quota=services.settings.limits.daily_quota,
        )
    )
