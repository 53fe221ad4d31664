"""The modal of *Warn*, *Strike* and *Block*: why, for how long, and whether the image goes too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.domain.moderation.cases import Measure
from bot.domain.moderation.strikes import MAX_REASON_LENGTH
from bot.filled import Filled
from bot.replies.parts.forms import PlainModal, field, option, select_of
from bot.texts import gettext as _

READY, WORDS, ALSO, LENGTH = "ready", "words", "also", "length"
_REMOVE = "remove"
_LENGTHS = {"10m": timedelta(minutes=10), "1d": timedelta(days=1), "1w": timedelta(weeks=1)}
_FOR_GOOD = "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureForm:
    """What was filled in; ``until`` is of a block, None for good."""

    reason: str
    removes: bool
    until: datetime | None

    @classmethod
    def nothing(cls) -> "MeasureForm":
        """Return the form of what asks nothing."""
        return cls(reason="", removes=False, until=None)


def measure_modal(measure: Measure, case_id: int, *, can_remove: bool) -> PlainModal:
    """Ask why; *can_remove*: the image is still there."""
    titles = {
        Measure.WARN: _("Warn the author"),
        Measure.STRIKE: _("Give the author a strike"),
        Measure.BLOCK: _("Block the author"),
    }
    reasons = [option(text, key) for key, text in ready_reasons().items()]
    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=WORDS,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=MAX_REASON_LENGTH,
    )
    fields: list[discord.ui.Item[Any]] = []
    if measure is Measure.BLOCK:
        lengths = [option(text, key) for key, text in _length_labels().items()]
        fields.append(field(_("For how long?"), select_of(LENGTH, lengths)))
    fields.append(field(_("Why?"), select_of(READY, reasons)))
    fields.append(field(_("In your own words"), words, description=_("The author reads this.")))
    if can_remove:
        also = [
            option(_("Leave the image"), "leave", is_set=True),
            option(_("Remove the image too"), _REMOVE),
        ]
        fields.append(field(_("And the image?"), select_of(ALSO, also)))
    return PlainModal(titles[measure], f"easel:case-measure:{measure}:{case_id}", fields)


def read_measure(filled: Filled, now: datetime) -> MeasureForm:
    """Read what was filled in; what no option is counts as the gentlest one."""
    ready = ready_reasons().get(filled.text(READY), "")
    words = filled.text(WORDS)[:MAX_REASON_LENGTH]
    reason = ". ".join(part for part in (ready, words) if part)
    length = filled.text(LENGTH)
    is_for_good = length == _FOR_GOOD
    until = None if is_for_good else now + _LENGTHS.get(length, _LENGTHS["10m"])
    return MeasureForm(
        reason=reason[:MAX_REASON_LENGTH], removes=filled.text(ALSO) == _REMOVE, until=until
    )


def ready_reasons() -> dict[str, str]:
    """Return the reasons that need no typing."""
    return {
        "rules": _("It breaks the rules of this server"),
        "place": _("It does not belong in this channel"),
        "person": _("It shows somebody without their consent"),
        "mature": _("It is not suitable for everybody here"),
        "hate": _("It insults or threatens others"),
        "other": _("Another reason"),
    }


def _length_labels() -> dict[str, str]:
    return {
        "10m": _("10 minutes"),
        "1d": _("A day"),
        "1w": _("A week"),
        _FOR_GOOD: _("For good"),
    }
