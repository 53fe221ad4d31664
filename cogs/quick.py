"""`/quick`: a modal in place of options, for whoever types with their thumbs."""

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import EaselClient
from bot.filled import Filled
from bot.presses import Hearing
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.quick_form import QUICK, QUICK_FIELDS, QuickForms, quick_request
from bot.replies.requesting.request_reader import RequestReader
from bot.timing import Time


class Quick(commands.Cog):
    """Opens the modal, and asks for what was filled in as `/imagine` does."""

    def __init__(
        self,
        *,
        bot: EaselClient,
        forms: QuickForms,
        reader: RequestReader,
        asking: Asking,
        time: Time,
    ) -> None:
        self._forms = forms
        self._reader = reader
        self._asking = asking
        self._time = time
        self._hearing = Hearing(bot, bot.modals, submits={QUICK: self.submit})

    async def cog_load(self) -> None:
        """Take every modal of this kind, however long it was open."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Take them no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quick(self, interaction: discord.Interaction) -> None:
        """Make images with a form instead of options, handy on a phone."""
        await interaction.response.send_modal(await self._forms.modal(interaction))

    async def submit(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Ask for it, and remember the choices for the next time."""
        del match
        begun_at_s = self._time.monotonic()
        wanted = quick_request({name: filled.text(name) for name in QUICK_FIELDS})
        new = await self._reader.new_generation(
            interaction, wanted.options, style_name=wanted.style, is_private=None
        )
        await self._asking.ask(interaction, new, begun_at_s=begun_at_s)
        await self._forms.remember(interaction.user.id, wanted.choices, self._time.now())


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        Quick(
            bot=bot,
            forms=services.members.quick_forms,
            reader=services.reader,
            asking=services.asking,
            time=services.time,
        )
    )
