"""The modal of *Report*: what is wrong, in a choice and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.report import MAX_REASON_LENGTH, ReportKind
from bot.replies.parts.buttons import id_in
from bot.replies.parts.forms import PlainModal, field, option, select_of
from bot.texts import gettext as _

_SNOWFLAKE = r"\d{1,20}"
REPORTED = (
    rf"easel:reported:(?P<generation>{_SNOWFLAKE}):(?P<channel>{_SNOWFLAKE})"
    rf":(?P<message>{_SNOWFLAKE}):(?P<author>{_SNOWFLAKE})"
)
KIND, REASON = "kind", "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is reported: ``generation_id`` is 0 for what is not one of our images."""

    generation_id: int
    channel_id: int
    message_id: int
    author_id: int

    @classmethod
    def of(cls, named: Mapping[str, str]) -> "Reported":
        """Read the groups of ``REPORTED``."""
        return cls(
            generation_id=id_in(named["generation"]),
            channel_id=id_in(named["channel"]),
            message_id=id_in(named["message"]),
            author_id=id_in(named["author"]),
        )


def report_modal(reported: Reported) -> PlainModal:
    """Ask what is wrong with it."""
    ids = (
        reported.generation_id,
        reported.channel_id,
        reported.message_id,
        reported.author_id,
    )
    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASON,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=MAX_REASON_LENGTH,
    )
    kinds = [option(label, kind) for kind, label in kind_labels().items()]
    return PlainModal(
        _("Report to the moderators"),
        "easel:reported:" + ":".join(map(str, ids)),
        [
            field(_("What is wrong?"), select_of(KIND, kinds)),
            field(_("What should they know?"), reason, description=_("They see your name.")),
        ],
    )


def read_kind(text: str) -> ReportKind:
    """Return the kind that was chosen; what is none counts as another."""
    try:
        return ReportKind(text)
    except ValueError:
        return ReportKind.OTHER


def kind_labels() -> dict[ReportKind, str]:
    """Return what each kind is called."""
    return {
        ReportKind.RULES: _("It breaks the server's rules"),
        ReportKind.ILLEGAL: _("It is illegal"),
        ReportKind.CONSENT: _("Somebody is shown without consent"),
        ReportKind.OTHER: _("Something else"),
    }
