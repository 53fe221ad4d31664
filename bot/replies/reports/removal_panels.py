"""What a moderator is asked before an image of a case is removed, and what they read afterwards."""

import discord

from bot.replies.parts.buttons import button_row
from bot.replies.parts.panels import Panel
from bot.replies.reports.case_ids import How, remove_button
from bot.replies.reports.case_words import removed_text
from bot.texts import gettext as _


def remove_question(case_id: int, *, is_ours: bool) -> Panel:
    """Ask whether it shall really be removed, and say what that means."""
    if not is_ours:
        text = _("The reported message is deleted, if I may. Its image is not one of mine.")
        return Panel("🗑️ " + _("Remove it?"), [text], rows=[_remove_row(case_id, [How.ONLY])])
    text = _(
        "All copies go for good: every message of mine that shows it, its place in history and "
        "favourites, and the files. To block it also means that nothing like it is shown on this "
        "server again."
    )
    return Panel("🗑️ " + _("Remove it?"), [text], rows=[_remove_row(case_id, [*How])])


def removed_panel(*, is_gone: bool) -> Panel:
    """Say what has become of it, in place of the question."""
    return Panel("🗑️ " + _("Removed"), [removed_text(is_gone=is_gone)])


def _remove_row(case_id: int, ways: list[How]) -> "discord.ui.ActionRow[Panel]":
    return button_row([remove_button(how, case_id) for how in ways])
