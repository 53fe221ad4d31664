"""*Remix* in the menu of every message: a new image from whatever picture it shows."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.filled import Filled
from bot.presses import Hearing
from bot.replies.after.remix_form import REMIX_FIELDS, REMIXED, remix_request
from bot.replies.after.remixing import Remixing
from bot.replies.requesting.asking import Asking
from bot.timing import Time


class Remix(commands.Cog):
    """Opens the modal, and asks for what was filled in as `/imagine` does."""

    def __init__(self, *, bot: EaselClient, remixing: Remixing, asking: Asking, time: Time) -> None:
        self._bot = bot
        self._remixing = remixing
        self._asking = asking
        self._time = time
        self._hearing = Hearing(bot, bot.modals, submits={REMIXED: self.submit})
        self._menu = app_commands.ContextMenu(
            name="Remix",
            callback=self.remix,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def cog_load(self) -> None:
        """Offer the menu, and take every modal of this kind, however long it was open."""
        self._bot.tree.add_command(self._menu)
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Offer and take them no longer."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)
        self._hearing.end()

    async def remix(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Open the modal about the message's picture."""
        await interaction.response.send_modal(await self._remixing.modal(interaction, message))

    async def submit(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Ask for it."""
        begun_at_s = self._time.monotonic()
        texts = {name: filled.text(name) for name in REMIX_FIELDS}
        wanted = remix_request(match["picture"], texts)
        is_private = True if match["answer"] else None
        new = await self._remixing.child(interaction, wanted, is_private=is_private)
        await self._asking.ask(interaction, new, begun_at_s=begun_at_s)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        Remix(
            bot=bot,
            remixing=services.menus.remixing,
            asking=services.asking,
            time=services.time,
        )
    )
