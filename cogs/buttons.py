"""The buttons on cards: *Try again* and *Cancel*, which work for ever."""

import re
from datetime import datetime

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.generation import Generation, Rung, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.errors import NotAllowed
from bot.generation.cancelling import Cancelling
from bot.presses import Hearing
from bot.replies.after.trying_again import TryingAgain
from bot.replies.overviews.queue_panel import QueuePanels
from bot.replies.parts.buttons import AGAIN, CANCEL, QueuePanelKind, id_in
from bot.replies.parts.cards import kept_card
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import show_in_place
from bot.store.generations import Generations
from bot.texts import gettext as _
from bot.timing import Time


class Buttons(commands.Cog):
    """Answers presses on cards, and those on the queue's panel that cancel."""

    def __init__(
        self,
        *,
        bot: commands.Bot,
        generations: Generations,
        trying_again: TryingAgain,
        cancelling: Cancelling,
        panels: QueuePanels,
        moderators: Moderators,
        time: Time,
    ) -> None:
        self._generations = generations
        self._trying_again = trying_again
        self._cancelling = cancelling
        self._panels = panels
        self._moderators = moderators
        self._time = time
        self._hearing = Hearing(bot, presses={AGAIN: self.again, CANCEL: self.cancel})

    async def cog_load(self) -> None:
        """Listen to every button of these kinds, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def again(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask for the same once more."""
        begun_at_s = self._time.monotonic()
        parent = await self._known(match["id"])
        await self._trying_again.ask(interaction, parent, begun_at_s=begun_at_s)

    async def cancel(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Cancel what waits or runs, for its owner or a moderator of its server."""
        generation = await self._known(match["id"])
        await self._check_may_cancel(interaction, generation)
        entry = _entry(interaction, generation, self._time.now())
        cancelled = await self._cancelling.cancel(generation.id, entry)
        if cancelled is None:
            await self._too_late(interaction, generation.id, is_card=match["panel"] is None)
            return
        try:
            await self._acknowledge(interaction, match["panel"])
        finally:
            await self._cancelling.tell(cancelled)

    async def _too_late(
        self, interaction: discord.Interaction, generation_id: int, *, is_card: bool
    ) -> None:
        ended = await self._generations.get(generation_id)
        if ended is not None and ended.status is Status.HELD:
            raise NotAllowed(_("Too late: its image is made, and waits for a moderator."))
        if ended is None or ended.status is not Status.DELIVERED:
            raise NotAllowed(_("Too late: this has ended already, or its images are on the way."))
        if ended.rung is not Rung.KEPT or not is_card:
            raise NotAllowed(
                _("Too late: its images are made. Whoever asked for them has them in `/history`.")
            )
        # No road led to this card, but a press brings one.
        await interaction.response.edit_message(view=kept_card(ended), attachments=[])

    async def _acknowledge(self, interaction: discord.Interaction, panel: str | None) -> None:
        if panel is None:
            await interaction.response.defer()  # the card itself shows it
            return
        is_moderator = await self._moderators.is_moderator(interaction)
        kind = QueuePanelKind(panel) if is_moderator else QueuePanelKind.MINE
        await show_in_place(interaction, await self._panels.panel(interaction, kind))

    async def _known(self, digits: str) -> Generation:
        generation = await self._generations.get(id_in(digits))
        if generation is None:
            raise NotAllowed(_("I do not know this request any more."))
        return generation

    async def _check_may_cancel(
        self, interaction: discord.Interaction, generation: Generation
    ) -> None:
        place = generation.place
        if interaction.user.id == place.member_id:
            return
        if not await self._moderators.moderates(interaction, place.server_id):
            raise NotAllowed(_("Only who asked for this, or a moderator, can cancel it."))


def _entry(
    interaction: discord.Interaction, generation: Generation, now: datetime
) -> LogEntry | None:
    """Return what the moderation log says, if it was not the member's own."""
    place = generation.place
    if interaction.user.id == place.member_id:
        return None
    return LogEntry(
        server_id=place.server_id,
        at=now,
        action=Action.CANCELLED,
        actor_id=interaction.user.id,
        member_id=place.member_id,
        channel_id=place.channel_id,
        generation_id=generation.id,
    )


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        Buttons(
            bot=bot,
            generations=services.generations,
            trying_again=TryingAgain(services.listings, services.reader, services.asking),
            cancelling=services.cancelling,
            panels=services.queue_panels,
            moderators=services.moderation.moderators,
            time=services.time,
        )
    )
