"""What a session shows to one member alone: rules, own entries, and a list of all sessions."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.sessions.session import Entry, EntryState, Phase, Session
from bot.replies.parts.forms import option, select_of, select_row
from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import safe, safe_within
from bot.replies.sessions.session_ids import session_id
from bot.replies.sessions.session_words import (
    SIGNS,
    countdown,
    led_by,
    message_url,
    more_rules,
    rule_lines,
    theme_within,
    title,
)
from bot.texts import gettext as _
from bot.texts import number, shorten

_LINE = 80  # of a prompt
_NAME = 90  # of a theme in a list


def rules_panel(session: Session) -> Panel:
    """Show all the rules in plain words."""
    lines = [*rule_lines(session), *more_rules(session)]
    return Panel("📜 " + _("The rules"), [title(session), "\n".join(f"- {line}" for line in lines)])


def mine_panel(
    session: Session, entries: Sequence[Entry], prompts: Mapping[int, str], note: str | None = None
) -> Panel:
    """Show a member's own entries; *prompts* by the generations' ids, *note* what was just done."""
    lines = [_entry_line(session, entry, prompts[entry.generation_id]) for entry in entries]
    sections = [listed(lines, _("Nothing yet. **Enter a prompt** on the board is the way in."))]
    if note is not None:
        sections.insert(0, note)
    return Panel("🗂️ " + _("Your entries"), sections, rows=_take_back(session, entries, prompts))


def _entry_line(session: Session, entry: Entry, prompt: str) -> str:
    name = _("Entry {n}").format(n=number(entry.number))
    if entry.post_message_id is not None:
        name = f"[{name}]({message_url(session, entry.post_message_id)})"
    if session.rules.rounds > 1:
        name = _("Round {n}, {entry}").format(n=number(entry.round_number), entry=name)
    state = _state_text(entry.state)
    return f"**{name}** · {SIGNS[entry.state]} {state}\n  {safe_within(prompt, _LINE)}"


def _state_text(state: EntryState) -> str:
    return {
        EntryState.WAITING: _("waiting for its turn"),
        EntryState.IN_REVIEW: _("a moderator looks at it"),
        EntryState.RUNNING: _("being made"),
        EntryState.DONE: _("ready"),
        EntryState.FAILED: _("it did not work out, so you can enter another"),
    }[state]


def _take_back(
    session: Session, entries: Sequence[Entry], prompts: Mapping[int, str]
) -> list[discord.ui.ActionRow[Any]]:
    if session.phase not in {Phase.OPEN, Phase.PAUSED}:
        return []
    options = [
        option(
            _("Entry {n}").format(n=number(entry.number)),
            str(entry.id),
            description=shorten(prompts[entry.generation_id], _LINE),
        )
        for entry in entries
        if entry.round_number == session.round.number and entry.state is not EntryState.FAILED
    ]
    if not options:
        return []
    select = select_of(
        session_id("withdraw", session.id),
        options,
        placeholder=_("Take an entry back…"),
        is_required=False,
    )
    return [select_row(select)]


def taken_back_text(*, was_unmade: bool) -> str:
    """Say what taking an entry back has done."""
    if was_unmade:
        return "↩️ " + _("It is taken back and was not charged. You can enter another.")
    return "↩️ " + _("It is out of the session. It was made already, so it counts as entered.")


def sessions_panel(sessions: Sequence[Session]) -> Panel:
    """List the sessions that go on in a server."""
    lines = [_session_line(session) for session in sessions]
    empty = _("No session goes on here. Moderators start one with `/session start`.")
    return Panel("🖼️ " + _("Group sessions"), [listed(lines, empty)])


def _session_line(session: Session) -> str:
    name = f"**{theme_within(session, _NAME)}**"
    if session.thread_id is not None:
        name += f" · <#{session.thread_id}>"
    return f"{name}\n  -# " + " · ".join([_standing(session), *led_by(session)])


def _standing(session: Session) -> str:
    if session.phase is Phase.PAUSED:
        return _("⏸️ paused")
    if session.phase is Phase.VOTING:
        ends_at = session.round.voting_ends_at
        return (
            _("🗳️ vote")
            if ends_at is None
            else _("🗳️ vote ends {when}").format(when=countdown(ends_at))
        )
    return _("✍️ entries end {when}").format(when=countdown(session.round.ends_at))


def begun_text(session: Session) -> str:
    """Tell whoever has started a session where it is."""
    theme = safe(session.rules.theme)
    if session.thread_id is None:
        return _(
            "**{theme}** begins. Discord is slow just now: its thread is opened as soon as it "
            "can be."
        ).format(theme=theme)
    return _(
        "**{theme}** has begun in {thread}. **Host** on its board lets you pause it, end it, or "
        "take somebody out."
    ).format(theme=theme, thread=f"<#{session.thread_id}>")
