"""The modals of a review: why it is rejected, and with which words it is approved instead."""

from typing import Any

import discord

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import MAX_REASON_LENGTH, Review
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.filled import Filled
from bot.replies.moderation.review_ids import NEGATIVE_PROMPT, PROMPT, READY, REASON
from bot.replies.parts.forms import PlainModal, field, option, select_of
from bot.texts import gettext as _


def reject_modal(review: Review) -> PlainModal:
    """Ask for a reason, which the member reads; there need be none."""
    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASON,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=MAX_REASON_LENGTH,
    )
    ready = [option(text, name) for name, text in ready_reasons().items()]
    return PlainModal(
        _("Reject this request"),
        f"easel:review-rejected:{review.id}",
        [
            field(
                _("Reason"),
                select_of(READY, ready, is_required=False),
                description=_("The member reads it. You may leave it out."),
            ),
            field(_("In your own words"), reason, description=_("Instead of a ready reason")),
        ],
    )


def read_reason(filled: Filled) -> str:
    """Return what the modal says: the moderator's own words before a ready reason."""
    own = filled.text(REASON)[:MAX_REASON_LENGTH]
    return own or ready_reasons().get(filled.text(READY), "")


def ready_reasons() -> dict[str, str]:
    """Return the ready reasons."""
    return {
        "rules": _("It is against the rules of this server."),
        "channel": _("It does not belong in this channel."),
        "adult": _("It is not for everyone here."),
        "person": _("It shows a real person."),
        "violence": _("It is too violent."),
        "spam": _("There is too much of the same."),
    }


def edit_modal(review: Review, generation: Generation) -> PlainModal:
    """Ask for the words that it is to be made with."""
    request = generation.request
    return PlainModal(
        _("Edit and approve"),
        f"easel:review-edited:{review.id}",
        [
            field(_("Prompt"), _text(PROMPT, request.prompt, is_required=True)),
            field(
                _("Negative prompt"),
                _text(NEGATIVE_PROMPT, request.negative_prompt, is_required=False),
                description=_("What to avoid"),
            ),
        ],
    )


def _text(name: str, text: str, *, is_required: bool) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        default=text or None,
        required=is_required,
        min_length=1 if is_required else None,
        max_length=MAX_PROMPT_LENGTH,
    )
