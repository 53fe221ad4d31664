"""The buttons and modals of a case's card: Keep, Remove, Warn, Strike and Block."""

import re

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.moderation.cases import Measure
from bot.filled import Filled
from bot.presses import Hearing
from bot.replies.reports.case_desk import CaseDesk
from bot.replies.reports.case_ids import CASE, MEASURED, REMOVE_SURELY, REOPEN, How
from bot.replies.reports.measure_form import read_measure
from bot.timing import Time


class CaseButtons(commands.Cog):
    """Hears what moderators press, whoever sent the card and when."""

    def __init__(self, bot: EaselClient, desk: CaseDesk, time: Time) -> None:
        self._desk = desk
        self._time = time
        self._hearing = Hearing(
            bot,
            bot.modals,
            presses={CASE: self.press, REMOVE_SURELY: self.remove},
            submits={MEASURED: self.measure},
        )

    async def cog_load(self) -> None:
        """Listen to every component of these kinds."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def press(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Do what needs no more words, ask for what does."""
        what, digits = match["what"], match["id"]
        if what == REOPEN:
            await self._desk.reopen(interaction, digits)
        elif what == Measure.KEEP:
            await self._desk.keep(interaction, digits)
        elif what == Measure.REMOVE:
            await self._desk.ask_to_remove(interaction, digits)
        else:
            modal = await self._desk.form(interaction, digits, Measure(what))
            await interaction.response.send_modal(modal)

    async def remove(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Remove all copies."""
        await self._desk.remove(interaction, match["id"], How(match["how"]))

    async def measure(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Warn, strike or block the author."""
        form = read_measure(filled, self._time.now())
        await self._desk.measure(interaction, match["id"], Measure(match["kind"]), form)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(CaseButtons(bot, bot.services.cases.desk, bot.services.time))
