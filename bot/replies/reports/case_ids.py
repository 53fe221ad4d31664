"""The buttons of a case's card and their custom_ids: each names the case and what is to be done."""

from enum import StrEnum

import discord

from bot.domain.moderation.cases import Measure
from bot.replies.parts.buttons import PlainButton
from bot.texts import gettext as _

_ID = r"(?P<id>\d{1,20})"
CASE = rf"easel:case:(?P<what>keep|remove|warn|strike|block|reopen):{_ID}"
REMOVE_SURELY = rf"easel:case-remove:(?P<how>only|block):{_ID}"
MEASURED = rf"easel:case-measure:(?P<kind>warn|strike|block):{_ID}"  # its modal
REOPEN = "reopen"


class How(StrEnum):
    """What else is done when an image is removed."""

    ONLY = "only"
    BLOCK = "block"  # the image is also known by its hash and never shown again


def measure_button(measure: Measure, case_id: int) -> PlainButton:
    """Offer one measure."""
    label, emoji, style = {
        Measure.KEEP: (_("Keep"), "✅", discord.ButtonStyle.success),
        Measure.REMOVE: (_("Remove"), "🗑️", discord.ButtonStyle.danger),
        Measure.WARN: (_("Warn"), "⚠️", discord.ButtonStyle.secondary),
        Measure.STRIKE: (_("Strike"), "❗", discord.ButtonStyle.secondary),
        Measure.BLOCK: (_("Block"), "⛔", discord.ButtonStyle.secondary),
    }[measure]
    return PlainButton(
        label=label, emoji=emoji, style=style, custom_id=f"easel:case:{measure}:{case_id}"
    )


def reopen_button(case_id: int) -> PlainButton:
    """Offer to look at what was kept once more."""
    return PlainButton(
        label=_("Look at it again"),
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:case:{REOPEN}:{case_id}",
    )


def remove_button(how: How, case_id: int) -> PlainButton:
    """Remove at the second press."""
    labels = {How.ONLY: _("Remove it"), How.BLOCK: _("Remove and block this image")}
    return PlainButton(
        label=labels[how],
        emoji="🗑️" if how is How.ONLY else "🚫",
        style=discord.ButtonStyle.danger,
        custom_id=f"easel:case-remove:{how}:{case_id}",
    )
