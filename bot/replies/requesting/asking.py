"""Asking: from a checked request to the first card, on one road for commands and buttons."""

from collections.abc import Sequence

import aiohttp
import discord
import structlog

from bot.domain.generation import Admitted, NewGeneration
from bot.generation.admission import Admission
from bot.generation.announcer import Progress
from bot.generation.card_ids import CardIds
from bot.generation.inputs import Inputs
from bot.generation.quotas.pricing import CostNotConfirmed
from bot.generation.rush import Rush
from bot.generation.work import Work
from bot.replies.parts.cards import progress_card
from bot.replies.requesting.cost_question import CostQuestions
from bot.replies.requesting.where import check_place
from bot.replies.sending.live_reply import LiveReply

logger = structlog.stdlib.get_logger(__name__)


class Asking:
    """Admits a request, shows its card and lets the work begin."""

    def __init__(
        self,
        *,
        admission: Admission,
        inputs: Inputs,
        card_ids: CardIds,
        live_reply: LiveReply,
        work: Work,
        rush: Rush,
        questions: CostQuestions,
    ) -> None:
        self._questions = questions
        self._admission = admission
        self._inputs = inputs
        self._card_ids = card_ids
        self._live_reply = live_reply
        self._work = work
        self._rush = rush

    async def ask(
        self,
        interaction: discord.Interaction,
        new: NewGeneration,
        *,
        begun_at_s: float,
        preview_of: str | None = None,
    ) -> Admitted | None:
        """Take *new* in and answer *interaction*, which began at that monotonic second.

        None: it costs so much that its member is asked first. *preview_of* is the content of the
        style that it is to picture.

        Raises:
            UserError: It is refused; nothing was taken and nothing answered.
        """
        try:
            admitted = await self._admitted(interaction, new, begun_at_s)
        except CostNotConfirmed as asked:
            await self._questions.ask(interaction, asked.new, preview_of)
            return None
        if new.notes:
            await self._note(interaction, new.notes)
        return admitted

    async def _admitted(
        self, interaction: discord.Interaction, new: NewGeneration, begun_at_s: float
    ) -> Admitted:
        with self._rush.waiting():
            async with self._inputs.held(new.request), self._rush.turn:
                self._rush.check(begun_at_s)
                check_place(interaction, is_private=new.place.is_private)
                admitted = await self._admission.admit(new, begun_at_s=begun_at_s)
            await self._answer(interaction, admitted)
        return admitted

    async def _answer(self, interaction: discord.Interaction, admitted: Admitted) -> None:
        """Show the card, then let the work begin, so that no edit comes before the first answer."""
        generation = admitted.generation
        progress = Progress(
            position=None if admitted.review_until else admitted.position,
            review_until=admitted.review_until,
            done_at=admitted.done_at,
            is_held_up=admitted.is_held_up,
        )
        self._live_reply.shows(generation.id, progress)
        try:
            answer = await interaction.response.send_message(
                view=progress_card(generation, progress, preview_name=None),
                ephemeral=generation.place.is_private,
                allowed_mentions=discord.AllowedMentions.none(),
            )
            if answer.message_id is not None:
                await self._card_ids.note(generation.id, answer.message_id)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            # Its units are taken and it will be made: the images find another road.
            if isinstance(error, discord.NotFound):
                self._live_reply.has_no_card(generation.id)
            logger.warning("no first answer", generation=generation.id, fault=type(error).__name__)
        finally:
            # What was admitted goes on, even if Discord did not take the answer.
            self._work.wake()

    async def _note(self, interaction: discord.Interaction, notes: Sequence[str]) -> None:
        """Tell the member alone what was done otherwise than set."""
        try:
            await interaction.followup.send(
                "\n".join(f"⚠️ {note}" for note in notes),
                ephemeral=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.warning("no note", interaction=interaction.id, fault=type(error).__name__)
