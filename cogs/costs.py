"""The buttons under the question about costs: *Make it* and *Not now*."""

import re

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.presses import Hearing
from bot.replies.quotas.parked_presses import ParkedPresses
from bot.replies.requesting.cost_question import MAKE_IT, NOT_NOW


class Costs(commands.Cog):
    """Hears them, whoever presses and when."""

    def __init__(self, bot: EaselClient, parked: ParkedPresses) -> None:
        self._parked = parked
        self._hearing = Hearing(bot, presses={MAKE_IT: self.make, NOT_NOW: self.leave})

    async def cog_load(self) -> None:
        """Listen to the buttons of every question."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def make(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Make it."""
        await self._parked.make(interaction, match["id"])

    async def leave(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Leave it."""
        await self._parked.leave(interaction, match["id"])


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    entered = services.group_sessions.sessions.entered
    await bot.add_cog(Costs(bot, services.quotas.presses_of(services.asking, entered)))
