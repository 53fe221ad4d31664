"""Deleting what is finished: asked for once more, then done, then said."""

from datetime import datetime
from typing import Any

import discord
import structlog

from bot.domain.generation import Generation
from bot.domain.moderation.log import Action, LogEntry
from bot.errors import NotAllowed
from bot.replies.parts.after_buttons import delete_surely_button, keep_button
from bot.replies.parts.buttons import button_row
from bot.replies.parts.panels import Panel
from bot.replies.sending.card_removal import CardRemoval
from bot.store.deletion import Deletion
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_DANGER = 0xDA373C


class Deleting:
    """Deletes rows and files, then the message; the rights are checked by whoever calls."""

    def __init__(self, deletion: Deletion, cards: CardRemoval, time: Time) -> None:
        self._deletion = deletion
        self._cards = cards
        self._time = time

    async def delete(
        self, interaction: discord.Interaction, generation: Generation, card_id: int
    ) -> None:
        """Delete *generation* and say so in place of the question.

        Raises:
            NotAllowed: Another was quicker.
            StorageUnavailable: Database or disk do not take it; pressed again, it goes on.
        """
        await interaction.response.defer()
        now = self._time.now()
        entry = _entry(interaction, generation, now)
        if not await self._deletion.delete(generation.id, now, entry):
            raise NotAllowed(_("This was deleted already."))
        logger.info("deleted", generation=generation.id, by=interaction.user.id)
        is_gone = await self._cards.remove(
            generation, channel_id=interaction.channel_id or 0, card_id=card_id
        )
        await interaction.edit_original_response(view=_done(is_gone=is_gone), attachments=[])


def _entry(
    interaction: discord.Interaction, generation: Generation, now: datetime
) -> LogEntry | None:
    """Return what the moderation log says of it, if it was not the member's own."""
    if interaction.user.id == generation.place.member_id:
        return None
    return LogEntry(
        server_id=generation.place.server_id,
        at=now,
        action=Action.REMOVED,
        actor_id=interaction.user.id,
        member_id=generation.place.member_id,
        channel_id=generation.place.channel_id,
        generation_id=generation.id,
    )


def delete_question(generation: Generation, card_id: int) -> discord.ui.LayoutView:
    """Ask whether it shall really be deleted, and say what that means."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=_DANGER)
    text = _(
        "Its images, its prompt and its message are removed for good, and nobody has it among "
        "their favourites any more. What it has used still counts, and what was made from it stays."
    )
    container.add_item(discord.ui.TextDisplay("### " + _("Delete this?") + f"\n{text}"))
    container.add_item(
        button_row(
            [
                delete_surely_button(generation.id, card_id),
                keep_button(generation.id, card_id),
            ]
        )
    )
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _done(*, is_gone: bool) -> Panel:
    text = _("Its images and its prompt are not kept any more.")
    if not is_gone:
        text += "\n" + _(
            "I could not remove the message itself: please delete it, or dismiss it if only you "
            "see it."
        )
    return Panel("🗑️ " + _("Deleted"), [text])
