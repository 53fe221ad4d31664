"""What moderators read of what they have done, or could not do, in a case."""

import discord

from bot.domain.moderation.cases import MeasureTaken
from bot.errors import NotAllowed
from bot.replies.reports.case_card import measure_names
from bot.texts import gettext as _


def removed_text(*, is_gone: bool) -> str:
    """Say whether every copy is gone."""
    if is_gone:
        return _("The image is removed, with every message that I can reach.")
    return _(
        "The image is removed, but a message with it may still stand: answers that only a member "
        "sees cannot be taken back, and others I try again. If you see one, please delete it."
    )


def told_text(*, is_told: bool) -> str:
    """Say whether the member knows."""
    if is_told:
        return _("They were told by direct message.")
    return _("They take no direct messages from me, and read it with my next answer to them.")


def already(taken: MeasureTaken) -> NotAllowed:
    """Say who was quicker."""
    return NotAllowed(
        _("Somebody was quicker: {what} by {moderator}, {time}.").format(
            what=measure_names()[taken.kind],
            moderator=f"<@{taken.moderator_id}>",
            time=discord.utils.format_dt(taken.at, "R"),
        )
    )


def cannot_delete() -> NotAllowed:
    """Say why a message that is not the bot's stays."""
    return NotAllowed(
        _(
            "I may not delete that message: it is not mine, and I need Manage Messages in its "
            "channel for it. Please delete it yourself."
        )
    )
