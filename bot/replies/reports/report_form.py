"""The modal of *Report*: what is wrong, in a choice and in words."""

from typing import Any

import discord

from bot.domain.report import MAX_REASON_LENGTH, ReportKind
from bot.replies.parts.forms import PlainModal, field, option, select_of
from bot.texts import gettext as _

REPORTED = r"easel:reported:(?P<message>\d{1,20})"
KIND, REASON = "kind", "reason"


def report_modal(message_id: int) -> PlainModal:
    """Ask what is wrong with it."""
    reason: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=REASON,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=MAX_REASON_LENGTH,
    )
    kinds = [option(label, kind) for kind, label in kind_labels().items()]
    return PlainModal(
        _("Report to the moderators"),
        f"easel:reported:{message_id}",
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
