"""What whoever leads a session can do to it: a private panel."""

from typing import Any

import discord

from bot.domain.sessions.board import Board
from bot.domain.sessions.session import Part, Phase, Session
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.forms import PlainUserSelect, select_row
from bot.replies.parts.panels import Panel
from bot.replies.sessions.session_ids import Act, session_id
from bot.replies.sessions.session_words import count_line, foot_line, phase_line, title
from bot.texts import gettext as _
from bot.texts import ngettext, number


def host_panel(board: Board, note: str | None = None) -> Panel:
    """Show how a session stands and what can be done; *note* says what was just done."""
    session = board.session
    sections = [title(session), phase_line(board)]
    if session.is_live:
        sections.append(count_line(board))
    sections.append(foot_line(board))
    if note is not None:
        sections.insert(0, note)
    return Panel("🔧 " + _("Leading the session"), sections, rows=_rows(board))


def cancel_question(session: Session) -> Panel:
    """Ask once more before a session is cancelled."""
    text = _(
        "Nobody wins, nothing more is made, and what waits is not charged. The images that are "
        "made stay with their members. This cannot be taken back."
    )
    row = button_row(
        [
            _button(session, Act.CANCEL_SURELY, _("Cancel it for good"), "🚫", is_danger=True),
            PlainButton(
                label=_("Back"),
                style=discord.ButtonStyle.secondary,
                custom_id=session_id("host", session.id),
            ),
        ]
    )
    return Panel(_("Cancel this session?"), [title(session), text], rows=[row])


def _rows(board: Board) -> list[discord.ui.ActionRow[Any]]:
    session = board.session
    if not session.is_live:
        return []
    buttons = []
    if session.phase is Phase.VOTING:
        buttons.append(_end_button(session, Part.VOTE, _("End the vote now")))
    elif session.phase is Phase.PAUSED:
        buttons.append(_button(session, Act.RESUME, _("Go on"), "▶️"))
    elif board.is_closing:
        buttons.append(_end_button(session, Part.WAIT, _("Begin the vote now")))
    else:
        buttons.append(_button(session, Act.PAUSE, _("Pause"), "⏸️"))
        buttons.append(_end_button(session, Part.ENTRIES, _("End entries now")))
    buttons.append(_button(session, Act.CANCEL, _("Cancel…"), "🚫", is_danger=True))
    members = PlainUserSelect(
        custom_id=session_id("kick", session.id), placeholder=_("Take a member out…")
    )
    return [button_row(buttons), select_row(members)]


def _button(
    session: Session, act: Act, label: str, emoji: str, *, is_danger: bool = False
) -> PlainButton:
    style = discord.ButtonStyle.danger if is_danger else discord.ButtonStyle.secondary
    return PlainButton(label=label, emoji=emoji, style=style, custom_id=session_id(act, session.id))


def _end_button(session: Session, part: Part, label: str) -> PlainButton:
    """Offer to end *part* of the present round, and of no other: it names both."""
    return PlainButton(
        label=label,
        emoji="⏭️",
        style=discord.ButtonStyle.secondary,
        custom_id=session_id("end", session.id, part, session.round.number),
    )


def done_text(act: Act) -> str:
    """Say what was done."""
    return {
        Act.PAUSE: "⏸️ " + _("It is paused. What waits keeps its place."),
        Act.RESUME: "▶️ " + _("It goes on, with the time that was left."),
        Act.CANCEL: "",
        Act.CANCEL_SURELY: "🚫 " + _("It is cancelled."),
    }[act]


def ended_text() -> str:
    """Say that a part has ended."""
    return "⏭️ " + _("That part has ended.")


def kicked_text(member_id: int, entries: int) -> str:
    """Say that a member was taken out."""
    text = _("{member} is out of this session and cannot enter or vote any more.")
    left = ngettext("{n} entry left with them.", "{n} entries left with them.", entries).format(
        n=number(entries)
    )
    return "👢 " + text.format(member=f"<@{member_id}>") + (f" {left}" if entries else "")
