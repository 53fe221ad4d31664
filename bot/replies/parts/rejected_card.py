"""The last card of what was not let pass: by a moderator, by a rule, or because nobody decided."""

import discord

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Review, ReviewStage, ReviewStatus
from bot.replies.parts.cards import Card, Colour, card_of, prompt_items, small_print
from bot.replies.parts.words import quoted, safe_within
from bot.texts import gettext as _
from bot.texts import ngettext

_REASON_LENGTH = 400
_BY_MODERATORS = frozenset({ReviewStatus.REJECTED, ReviewStatus.EXPIRED})  # else by a rule


def rejected_card(generation: Generation, review: Review | None, units_back: int) -> Card:
    """Say why it is not shown, in the moderator's words if they gave any, and what it costs."""
    items: list[discord.ui.Item[Card]] = [
        *prompt_items(generation),
        discord.ui.TextDisplay(f"{_why(generation, review)}\n{_charge(generation, units_back)}"),
        discord.ui.TextDisplay(small_print(generation)),  # and no *Try again*: it was decided
    ]
    return card_of(items, Colour.FAILED)


def _why(generation: Generation, review: Review | None) -> str:
    if review is None or review.status not in _BY_MODERATORS:
        return "🛑 " + safe_within(generation.reason or "", 600)
    if review.status is ReviewStatus.EXPIRED:
        return "⌛ " + _("No moderator has decided about this in time, so it ends here.")
    line = _("🛑 A moderator of this server has not approved this.")
    if review.stage is ReviewStage.IMAGE:
        line = _("🛑 A moderator of this server has looked at the image, and does not show it.")
    return f"{line}\n{quoted(review.reason, _REASON_LENGTH)}" if review.reason else line


def _charge(generation: Generation, units_back: int) -> str:
    if units_back == 0:
        return _("It was made, so it counts.")
    return ngettext(
        "Your image was not charged.", "Your {n} images were not charged.", units_back
    ).format(n=units_back)
