"""Whether something may be made from a generation, and by whom."""

import discord

from bot.domain.generation import Generation
from bot.errors import NotAllowed, NotKept
from bot.replies.pictures.finished import may_use
from bot.texts import gettext as _


def check_parent(interaction: discord.Interaction, parent: Generation) -> None:
    """Check that something may be made from *parent*, and can.

    Raises:
        NotAllowed: It is none of the presser's business, or damaged.
        NotKept: It was deleted, or its prompt erased.
    """
    check_business(interaction, parent)
    if parent.deleted_at is not None:
        raise NotKept(_("This was deleted, so nothing can be made from it any more."))
    if parent.is_damaged:
        raise NotAllowed(_("I can read only a part of this request; please ask anew."))
    if parent.request.is_erased:
        raise NotKept(
            _("The prompt of this image is not kept any more, so I cannot make it again.")
        )


def check_business(interaction: discord.Interaction, generation: Generation) -> None:
    """Check that *generation* is for the presser's eyes: their own, or public where they are.

    All direct messages count as one server, so there it is the same conversation that counts.

    Raises:
        NotAllowed: In the words for what is unknown, so that nobody learns that it exists.
    """
    if not may_use(interaction, generation):
        raise unknown()


def unknown() -> NotAllowed:
    """Return the refusal for a generation that is not there, or is nobody's business."""
    return NotAllowed(_("I do not know this request any more."))
