"""*Lineage*: how an image came from the first request of its line, as one picture."""

import re
from functools import partial

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.presses import Hearing
from bot.replies.after.lineage_panel import LineagePanels
from bot.replies.parts.buttons import LINEAGE
from bot.replies.pictures.finished import Finished, may_see
from bot.store.lineage import Lineage


class LineageCog(commands.Cog, name="Lineage"):
    """Shows it to whoever presses, and of others' images what everybody there could see."""

    def __init__(
        self,
        *,
        bot: commands.Bot,
        finished: Finished,
        lineage: Lineage,
        panels: LineagePanels,
    ) -> None:
        self._finished = finished
        self._lineage = lineage
        self._panels = panels
        self._hearing = Hearing(bot, presses={LINEAGE: self.show})

    async def cog_load(self) -> None:
        """Listen to every button of this kind, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def show(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Answer with the way that leads to the image."""
        generation = await self._finished.named(interaction, match["id"])
        await interaction.response.defer(ephemeral=True, thinking=True)
        way = await self._lineage.way_to(generation.id)
        view, picture = await self._panels.panel(way, partial(may_see, interaction))
        await interaction.edit_original_response(
            view=view,
            attachments=[picture.file()],
            allowed_mentions=discord.AllowedMentions.none(),
        )


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        LineageCog(
            bot=bot,
            finished=services.after.finished,
            lineage=services.looking_back.lineage,
            panels=services.looking_back.lineage_panels,
        )
    )
