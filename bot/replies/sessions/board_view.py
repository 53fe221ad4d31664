"""The board: the one message of a session that always shows how it stands."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.domain.sessions.board import Board, RoundResult
from bot.domain.sessions.session import Phase, Session
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.cards import Colour
from bot.replies.sessions.session_ids import session_id
from bot.replies.sessions.session_words import (
    count_line,
    entry_name,
    foot_line,
    latest_lines,
    message_url,
    phase_line,
    round_line,
    rule_lines,
    title,
)
from bot.texts import gettext as _

SOURCE_NAME = "last-winner.webp"
_COLOURS = {
    Phase.OPEN: 0x5865F2,
    Phase.PAUSED: int(Colour.WAITING),
    Phase.VOTING: 0xF0B232,
    Phase.FINISHED: int(Colour.DONE),
    Phase.CANCELLED: int(Colour.CANCELLED),
}


def board_view(
    board: Board, *, has_source: bool = False, result: RoundResult | None = None
) -> discord.ui.LayoutView:
    """Show *board*.

    Args:
        board: How the session stands.
        has_source: The winner of the last round is attached as ``SOURCE_NAME``.
        result: Of the last round, once it is all over.
    """
    session = board.session
    container: discord.ui.Container[Any] = discord.ui.Container(
        accent_colour=_COLOURS[session.phase]
    )
    lines = [title(session), phase_line(board)]
    if session.is_live and (line := round_line(board)) is not None:
        lines.append(line)
    container.add_item(discord.ui.TextDisplay("\n".join(lines)))
    if session.is_live and has_source:
        container.add_item(_source())
    if session.is_live:
        rules = "\n".join(f"- {line}" for line in rule_lines(session))
        container.add_item(discord.ui.TextDisplay(rules))
    container.add_item(discord.ui.Separator())
    container.add_item(discord.ui.TextDisplay("\n".join(_standing(board, result))))
    for row in _rows(session):
        container.add_item(row)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _source() -> discord.ui.Item[Any]:
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    words = _("The image that won the last round, which every entry is painted over")
    gallery.add_item(media=f"attachment://{SOURCE_NAME}", description=words)
    return gallery


def _standing(board: Board, result: RoundResult | None) -> Iterator[str]:
    session = board.session
    if session.is_live:
        yield count_line(board)
        if session.phase is Phase.VOTING:
            yield _("🗳️ Votes so far: **{n}**").format(n=board.votes)
        else:
            yield from latest_lines(board)
    elif result is not None and result.winner is not None:
        name = entry_name(session, result.winner.entry, is_linked=True)
        yield "🏆 " + _("**{entry}** has won.").format(entry=name)
        if session.summary_message_id is not None:
            url = message_url(session, session.summary_message_id)
            yield _("[See the final picture]({url})").format(url=url)
    else:
        yield count_line(board) if board.total else _("There were no entries.")
    yield foot_line(board)


def _rows(session: Session) -> Iterator[discord.ui.ActionRow[Any]]:
    if not session.is_live:
        yield button_row([rules_button(session)])
        return
    if session.phase is Phase.VOTING:
        yield button_row([vote_button(session)])
    else:
        yield button_row([enter_button(session)])
    yield button_row([mine_button(session), rules_button(session), host_button(session)])


def enter_button(session: Session) -> PlainButton:
    """Offer to enter a prompt; while it is paused it cannot be pressed."""
    return PlainButton(
        label=_("Enter a prompt"),
        emoji="✍️",
        style=discord.ButtonStyle.primary,
        custom_id=session_id("enter", session.id),
        disabled=session.phase is Phase.PAUSED,
    )


def vote_button(session: Session) -> PlainButton:
    """Offer to vote, or to look at one's vote."""
    return PlainButton(
        label=_("Vote, or see my vote"),
        emoji="🗳️",
        style=discord.ButtonStyle.success,
        custom_id=session_id("ballot", session.id, 0),
    )


def mine_button(session: Session) -> PlainButton:
    """Offer to show one's own entries."""
    return _button(_("My entries"), "🗂️", session_id("mine", session.id))


def rules_button(session: Session) -> PlainButton:
    """Offer all the rules."""
    return _button(_("Rules"), "📜", session_id("rules", session.id))


def host_button(session: Session) -> PlainButton:
    """Lead to what whoever leads it can do."""
    return _button(_("Host"), "🔧", session_id("host", session.id))


def _button(label: str, emoji: str, custom_id: str) -> PlainButton:
    return PlainButton(
        label=label, emoji=emoji, style=discord.ButtonStyle.secondary, custom_id=custom_id
    )
