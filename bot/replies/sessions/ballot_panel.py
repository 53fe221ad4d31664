"""A member's own ballot: what can be voted for, page by page, and what they have chosen."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.sessions.board import Ballot, BoardEntry
from bot.pictures.sheets import MOST_TILES
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.forms import option, select_of, select_row
from bot.replies.parts.panels import Panel
from bot.replies.sessions.session_ids import session_id
from bot.replies.sessions.session_posts import candidate_line
from bot.replies.sessions.session_sheets import Sheet
from bot.replies.sessions.session_words import countdown
from bot.texts import gettext as _
from bot.texts import number, shorten


def page_of(ballot: Ballot, page: int) -> tuple[int, Sequence[BoardEntry]]:
    """Return the page that there is, nearest to *page*, with its entries."""
    last = max(0, (len(ballot.entries) - 1) // MOST_TILES)
    page = max(0, min(page, last))
    return page, ballot.entries[page * MOST_TILES : (page + 1) * MOST_TILES]


def page_with(ballot: Ballot, entry_id: int | None) -> int:
    """Return the page that an entry stands on, 0 if it stands on none."""
    for place, entry in enumerate(ballot.entries):
        if entry.entry_id == entry_id:
            return place // MOST_TILES
    return 0


def ballot_panel(ballot: Ballot, page: int, sheet: Sheet | None) -> Panel:
    """Show one page of *ballot*, whose entries *sheet* shows."""
    page, entries = page_of(ballot, page)
    session = ballot.session
    lines = [_choice_line(ballot)]
    if session.round.voting_ends_at is not None:
        ends = countdown(session.round.voting_ends_at)
        lines.append("-# " + _("You can change it until the vote ends, {when}.").format(when=ends))
    sections = ["\n".join(lines)]
    rows: list[discord.ui.ActionRow[Any]] = []
    if sheet is not None:
        listing = zip(entries, sheet.prompts, strict=True)
        sections.append("\n".join(candidate_line(entry, prompt) for entry, prompt in listing))
        rows.append(select_row(_select(ballot, page, entries, sheet.prompts)))
    if len(ballot.entries) > MOST_TILES:
        rows.append(_turning(ballot, page))
    picture = None if sheet is None else (sheet.upload.name, sheet.words)
    return Panel("🗳️ " + _("Your vote"), sections, picture, rows)


def _choice_line(ballot: Ballot) -> str:
    if not ballot.entries:
        return _("There is nothing that you can vote for: the only entries are yours.")
    for entry in ballot.entries:
        if entry.entry_id == ballot.chosen:
            return _("You vote for **entry {n}**.").format(n=number(entry.number))
    return _("You have not voted yet. Choose an entry below.")


def _select(
    ballot: Ballot, page: int, entries: Sequence[BoardEntry], prompts: Sequence[str]
) -> discord.ui.Item[Any]:
    options = [
        option(
            _("Entry {n}").format(n=number(entry.number)),
            str(entry.entry_id),
            description=shorten(prompt, 90),
            is_set=entry.entry_id == ballot.chosen,
        )
        for entry, prompt in zip(entries, prompts, strict=True)
    ]
    return select_of(
        session_id("vote", ballot.session.id, page), options, placeholder=_("Vote for…")
    )


def _turning(ballot: Ballot, page: int) -> discord.ui.ActionRow[Any]:
    key, last = ballot.session.id, (len(ballot.entries) - 1) // MOST_TILES
    steps = ((_("◀ Before"), page - 1), (_("Next ▶"), page + 1))
    return button_row(
        [
            PlainButton(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=session_id("ballot", key, to if 0 <= to <= last else last + 1 + place),
                disabled=not 0 <= to <= last,
            )
            for place, (label, to) in enumerate(steps)
        ]
    )


def voted_text(entry: BoardEntry | None, ballot: Ballot) -> str:
    """Say that a vote counts."""
    text = (
        _("Your vote counts.")
        if entry is None
        else _("You vote for **entry {n}**.").format(n=number(entry.number))
    )
    ends_at = ballot.session.round.voting_ends_at
    if ends_at is None:
        return f"🗳️ {text}"
    return f"🗳️ {text} " + _("You can change it until the vote ends, {when}.").format(
        when=countdown(ends_at)
    )
