"""`/mod rules`: the rules of the server in plain words, for every member."""

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.mod_group import Subcommands
from bot.replies.setup.rules_panel import RulesPanels


class Rules(commands.Cog):
    """Tells the rules of the channel that it is asked in."""

    def __init__(self, bot: EaselClient, panels: RulesPanels) -> None:
        self._panels = panels
        self._subcommands = Subcommands(bot.mod, [self.rules])

    async def cog_load(self) -> None:
        """Add the subcommand."""
        self._subcommands.begin()

    async def cog_unload(self) -> None:
        """Take it away."""
        self._subcommands.end()

    async def rules(self, interaction: discord.Interaction) -> None:
        """Read what is allowed here, in plain words."""
        await interaction.response.send_message(
            view=await self._panels.panel(interaction),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(Rules(bot, bot.services.setting_up.rules))
