"""*Again*, *Vary*, *Upscale* and *Edit* under a finished card: each makes a child of it."""

import re
from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.filled import Filled
from bot.generation.style_shelf import StyleShelf
from bot.presses import Hearing, ModalRoutes
from bot.replies.after.edit_form import edit_modal, read_edits
from bot.replies.after.offspring_presses import OffspringPresses
from bot.replies.parts.buttons import (
    ANEW,
    EDIT,
    EDITED,
    UPSCALE,
    UPSCALE_ONE,
    VARY,
    VARY_ONE,
)
from bot.replies.parts.place import server_id_of
from bot.replies.pictures.finished import Finished
from bot.replies.styles.style_naming import check_is_whole
from bot.store.habits import Habits
from bot.timing import Time

_NO_INDEX = -1  # of no image


class After(commands.Cog):
    """Answers the buttons, selects and modals by which an image is made from an image."""

    def __init__(
        self,
        *,
        bot: commands.Bot,
        modals: ModalRoutes,
        finished: Finished,
        presses: OffspringPresses,
        habits: Habits,
        shelf: StyleShelf,
        time: Time,
    ) -> None:
        self._finished = finished
        self._presses = presses
        self._habits = habits
        self._shelf = shelf
        self._time = time
        self._hearing = Hearing(
            bot,
            modals,
            presses={ANEW: self.again, VARY: self.vary, UPSCALE: self.upscale, EDIT: self.edit},
            choices={VARY_ONE: self.vary_one, UPSCALE_ONE: self.upscale_one},
            submits={EDITED: self.edited},
        )

    async def cog_load(self) -> None:
        """Listen to every component of these kinds, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def again(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for the same with another seed."""
        begun_at_s = self._time.monotonic()
        parent = await self._finished.named(interaction, match["id"])
        await self._presses.again(interaction, parent, begun_at_s=begun_at_s)

    async def vary(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for a small change of one image."""
        begun_at_s = self._time.monotonic()
        parent = await self._finished.named(interaction, match["id"])
        index = _index(match["image"])
        await self._presses.vary(interaction, parent, index, begun_at_s=begun_at_s)

    async def vary_one(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Ask for a small change of the image that was chosen, if one was."""
        begun_at_s = self._time.monotonic()
        if not values:
            await interaction.response.defer()  # the choice was only taken back
            return
        parent = await self._finished.named(interaction, match["id"])
        index = _index(values[0])
        await self._presses.vary(interaction, parent, index, begun_at_s=begun_at_s)

    async def upscale(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for one image, larger."""
        begun_at_s = self._time.monotonic()
        parent = await self._finished.named(interaction, match["id"])
        index = _index(match["image"])
        await self._presses.upscale(interaction, parent, index, begun_at_s=begun_at_s)

    async def upscale_one(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Ask for the image that was chosen, larger, if one was."""
        begun_at_s = self._time.monotonic()
        if not values:
            await interaction.response.defer()
            return
        parent = await self._finished.named(interaction, match["id"])
        index = _index(values[0])
        await self._presses.upscale(interaction, parent, index, begun_at_s=begun_at_s)

    async def edit(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Open the modal, filled with what was used."""
        parent = await self._finished.named(interaction, match["id"])
        check_is_whole(parent)
        member_id, server_id = interaction.user.id, server_id_of(interaction)
        used = await self._habits.of(member_id, server_id)
        styles = await self._shelf.names("", member_id=member_id, server_id=server_id)
        await interaction.response.send_modal(edit_modal(parent, used, styles))

    async def edited(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Ask for what the modal says."""
        begun_at_s = self._time.monotonic()
        parent = await self._finished.named(interaction, match["id"])
        edits = read_edits(filled.text)
        await self._presses.edit(interaction, parent, edits, begun_at_s=begun_at_s)


def _index(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else _NO_INDEX


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        After(
            bot=bot,
            modals=bot.modals,
            finished=services.after.finished,
            presses=OffspringPresses(services.children, services.asking),
            habits=services.after.habits,
            shelf=services.shelf,
            time=services.time,
        )
    )
