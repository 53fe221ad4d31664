"""`/history`: a member's finished images, page by page, each to be sent again."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.presses import Hearing
from bot.replies.buttons import HISTORY, RESEND, Way, id_in
from bot.replies.history_panel import HistoryPage, HistoryPages, history_panel
from bot.replies.panels import show_in_place
from bot.replies.resending import Resending
from bot.store.generations import Generations
from bot.texts import gettext as _


class History(commands.Cog):
    """In a server it lists what was made there, in a direct message everything."""

    def __init__(
        self,
        *,
        bot: commands.Bot,
        generations: Generations,
        pages: HistoryPages,
        resending: Resending,
    ) -> None:
        self._generations = generations
        self._pages = pages
        self._resending = resending
        self._hearing = Hearing(bot, presses={HISTORY: self.turn, RESEND: self.resend})

    async def cog_load(self) -> None:
        """Listen to every button of these kinds, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def history(self, interaction: discord.Interaction) -> None:
        """Show what was made for you, and send it again."""
        page = await self._pages.newest(interaction.user.id, interaction.guild_id)
        await interaction.response.send_message(
            view=_panel(interaction, page),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the page beside this one; whoever presses sees their own."""
        page = await self._pages.beside(
            interaction.user.id, interaction.guild_id, Way(match["way"]), id_in(match["id"])
        )
        await show_in_place(interaction, _panel(interaction, page))

    async def resend(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Send the images again, to their owner alone."""
        generation = await self._generations.get(id_in(match["id"]))
        # The same words for both: whether a request exists is nobody else's business.
        if generation is None or generation.place.member_id != interaction.user.id:
            raise NotAllowed(_("There is nothing of yours that I could send."))
        await self._resending.resend(interaction, generation)


def _panel(interaction: discord.Interaction, page: HistoryPage) -> discord.ui.LayoutView:
    return history_panel(page, is_of_one_server=interaction.guild_id is not None)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        History(
            bot=bot,
            generations=services.generations,
            pages=HistoryPages(services.listings),
            resending=services.resending,
        )
    )
