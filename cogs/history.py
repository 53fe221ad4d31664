"""`/history` and `/favourites`: pages of contact sheets, and what is opened from them."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.presses import Hearing
from bot.replies.parts.buttons import HISTORY, RESEND, Way, id_in
from bot.replies.past.past_ids import OPEN, TURN, Look, Step
from bot.replies.past.past_views import PastViews
from bot.replies.requesting.choices import Choices
from bot.replies.sending.resending import Resending
from bot.store.generations import Generations
from bot.texts import gettext as _


class History(commands.Cog):
    """In a server it lists what was made there, in a direct message everything."""

    def __init__(
        self,
        *,
        bot: commands.Bot,
        generations: Generations,
        views: PastViews,
        resending: Resending,
        choices: Choices,
    ) -> None:
        self._generations = generations
        self._views = views
        self._resending = resending
        self._choices = choices
        self._hearing = Hearing(
            bot,
            presses={TURN: self.turn, HISTORY: self.turn_as_before, RESEND: self.resend},
            choices={OPEN: self.open},
        )

    async def cog_load(self) -> None:
        """Listen to every component of these kinds, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(
        text="Only those with these words in the prompt", style="Only those made with this style"
    )
    async def history(
        self, interaction: discord.Interaction, text: str | None = None, style: str | None = None
    ) -> None:
        """Look through what was made for you."""
        await self._views.first(interaction, Look.of_options(text, style, is_favourites=False))

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.describe(
        text="Only those with these words in the prompt", style="Only those made with this style"
    )
    async def favourites(
        self, interaction: discord.Interaction, text: str | None = None, style: str | None = None
    ) -> None:
        """Look through your favourites."""
        await self._views.first(interaction, Look.of_options(text, style, is_favourites=True))

    @history.autocomplete("style")
    @favourites.autocomplete("style")
    async def offer(self, interaction: discord.Interaction, text: str) -> list[Choice[str]]:
        """Offer the styles that the member can use."""
        return await self._choices.offered(interaction, text)

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the page beside this one; whoever presses sees their own."""
        step = Step(match["way"])
        await self._views.turn(interaction, Look.of_match(match), step, id_in(match["id"]))

    async def turn_as_before(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Do the same for a button of a panel of an earlier version."""
        step = Step.NEWER if Way(match["way"]) is Way.AFTER else Step.OLDER
        await self._views.turn(interaction, Look(), step, id_in(match["id"]))

    async def open(
        self, interaction: discord.Interaction, match: re.Match[str], values: Sequence[str]
    ) -> None:
        """Show the chosen entry in place of its page."""
        chosen = id_in(values[0]) if values and values[0].isdecimal() else 0
        await self._views.open(interaction, Look.of_match(match), id_in(match["id"]), chosen)

    async def resend(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Send the images again, to their owner alone."""
        generation = await self._generations.get(id_in(match["id"]))
        # The same words for both: whether a request exists is nobody else's business.
        if generation is None or generation.place.member_id != interaction.user.id:
            raise NotAllowed(_("There is nothing of yours that I could send."))
        await self._resending.resend(interaction, generation)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        History(
            bot=bot,
            generations=services.generations,
            views=services.looking_back.views,
            resending=services.resending,
            choices=Choices(services.catalogue, services.shelf),
        )
    )
