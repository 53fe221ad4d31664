"""Group sessions in plain words: how they stand, their rules, their entries."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.sessions.board import Board, BoardEntry
from bot.domain.sessions.session import EndReason, EntryState, Phase, Session
from bot.replies.parts.words import code, safe, safe_within
from bot.texts import gettext as _
from bot.texts import ngettext, number, shorten

SIGNS = {
    EntryState.DONE: "✅",
    EntryState.RUNNING: "🎨",
    EntryState.WAITING: "⏳",
    EntryState.IN_REVIEW: "🛡️",
    EntryState.FAILED: "❌",
}


def countdown(moment: datetime) -> str:
    """Return the time until a moment; Discord counts it down by itself, and tells the date."""
    return f"<t:{int(moment.timestamp())}:R>"


def message_url(session: Session, message_id: int) -> str:
    """Return the address of a message in the thread."""
    return f"https://discord.com/channels/{session.server_id}/{session.thread_id}/{message_id}"


def phase_line(board: Board) -> str:
    """Say how a session stands, and until when."""
    session = board.session
    if session.phase is Phase.PAUSED:
        return "⏸️ " + _("**Paused.** The clock stands still, and nobody can enter anything.")
    if session.phase is Phase.VOTING:
        return _voting_line(session)
    if session.phase is Phase.CANCELLED:
        return "🚫 " + _("**Cancelled.** Nothing is entered or voted on any more.")
    if session.phase is Phase.FINISHED:
        return "🏁 " + " ".join([_("**It is over.**"), *ending(session.end_reason)])
    if board.is_closing:
        return "⌛ " + _("**No more entries.** The vote begins when the last images are made.")
    return "✍️ " + _("**Open for entries**, which end {when}").format(
        when=countdown(session.round.ends_at)
    )


def _voting_line(session: Session) -> str:
    ends_at = session.round.voting_ends_at
    if ends_at is None:
        return "🗳️ " + _("**Time to vote.**")
    return "🗳️ " + _("**Time to vote.** The vote ends {when}").format(when=countdown(ends_at))


def round_line(board: Board) -> str | None:
    """Say which round it is, if there are several."""
    session = board.session
    rounds = session.rules.rounds
    if rounds == 1:
        return None
    n, of = number(session.round.number), number(rounds)
    if session.round.source is None or board.is_source_gone:
        return _("Round {n} of {of}").format(n=n, of=of)
    return _("Round {n} of {of}: every entry is painted over the winner of the last round.").format(
        n=n, of=of
    )


def ending(reason: EndReason | None) -> Sequence[str]:
    """Say why it has ended otherwise than by its last vote."""
    texts = {
        EndReason.HOST: _("It was cancelled."),
        EndReason.FORGOTTEN: _("It was paused for a week, so it was cancelled."),
        EndReason.NO_ENTRIES: _("There was no image to vote on."),
        EndReason.NO_VOTES: _("Nobody has voted, so no image has won."),
        EndReason.NO_SOURCE: _("The winner's image was deleted, so there is no further round."),
    }
    return [texts[reason]] if reason in texts else []


def rule_lines(session: Session) -> Iterator[str]:
    """Yield the rules that a member must know before they write a prompt."""
    rules = session.rules
    yield _entries_each(rules.entries_each, has_rounds=rules.rounds > 1)
    if rules.style is not None:
        yield _("Every image has the style {name}").format(name=code(rules.style))
    if rules.required_words:
        yield _("Your prompt must have: {words}").format(words=_words(rules.required_words))
    if rules.forbidden_words:
        yield _("Your prompt must do without: {words}").format(words=_words(rules.forbidden_words))
    if rules.role_ids:
        roles = " ".join(f"<@&{role_id}>" for role_id in rules.role_ids)
        yield _("Only for members with {roles}").format(roles=roles)
    if rules.is_reviewed:
        yield _("A moderator looks at each entry before it is made")
    if rules.hides_authors:
        yield _("Who made what stays hidden until the end")


def _entries_each(count: int, *, has_rounds: bool) -> str:
    if has_rounds:
        text = ngettext("{n} entry each in every round", "{n} entries each in every round", count)
    else:
        text = ngettext("{n} entry each", "{n} entries each", count)
    return text.format(n=number(count))


def more_rules(session: Session) -> Iterator[str]:
    """Yield the rest of the rules: budget, votes, rounds."""
    rules = session.rules
    if rules.style is None:
        yield _("You choose the style yourself, or none")
    yield ngettext(
        "The session makes {n} image in all, whoever asks for it",
        "The session makes {n} images in all, whoever asks for them",
        rules.budget,
    ).format(n=number(rules.budget))
    yield _("Each image counts as yours, too, as if you had used `/imagine`")
    yield _("One vote each, and you can change it until the vote ends")
    if rules.forbids_own_vote:
        yield _("You cannot vote for your own entry")
    else:
        yield _("You can vote for your own entry")
    yield _("The most votes win; if two have as many, the one that was entered first")
    yield _("How the votes stand is told at the end only")
    if rules.rounds > 1:
        yield _(
            "There are {n} rounds: from the second on, every image is painted over the winner of "
            "the one before"
        ).format(n=number(rules.rounds))


def count_line(board: Board) -> str:
    """Say how many entries are in which state."""
    words = {
        EntryState.DONE: lambda n: ngettext("**{n}** ready", "**{n}** ready", n),
        EntryState.RUNNING: lambda n: ngettext("**{n}** being made", "**{n}** being made", n),
        EntryState.WAITING: lambda n: ngettext("**{n}** waiting", "**{n}** waiting", n),
        EntryState.IN_REVIEW: lambda n: ngettext(
            "**{n}** with the moderators", "**{n}** with the moderators", n
        ),
    }
    parts = [
        f"{SIGNS[state]} {words[state](n).format(n=number(n))}"
        for state in words
        if (n := board.count(state))
    ]
    return " · ".join(parts) or _("No entries yet. Yours can be the first!")


def entry_name(session: Session, entry: BoardEntry, *, is_linked: bool = False) -> str:
    """Name an entry by its number, and by its author unless that is hidden."""
    name = _("Entry {n}").format(n=number(entry.number))
    if is_linked and entry.post_message_id is not None:
        name = f"[{name}]({message_url(session, entry.post_message_id)})"
    if entry.member_id is None:
        return name
    return _("{entry} by {member}").format(entry=name, member=f"<@{entry.member_id}>")


def latest_lines(board: Board) -> Iterator[str]:
    """Yield the newest entries of each state, the finished ones with a way to them."""
    for state in (EntryState.DONE, EntryState.RUNNING, EntryState.WAITING, EntryState.IN_REVIEW):
        entries = [entry for entry in board.latest if entry.state is state]
        if not entries:
            continue
        names = [entry_name(board.session, entry, is_linked=True) for entry in entries]
        hidden = board.count(state) - len(entries)
        if hidden > 0:
            names.append(ngettext("{n} more", "{n} more", hidden).format(n=number(hidden)))
        yield f"-# {SIGNS[state]} " + " · ".join(names)


def foot_line(board: Board) -> str:
    """Say who is in it and what is left, in small print."""
    session = board.session
    parts = [
        ngettext("{n} member takes part", "{n} members take part", board.members).format(
            n=number(board.members)
        ),
        _("{n} of {of} images left").format(n=number(board.left), of=number(session.rules.budget)),
        *led_by(session),
    ]
    if failed := board.count(EntryState.FAILED):
        parts.insert(
            1,
            ngettext("{n} entry did not work out", "{n} entries did not work out", failed).format(
                n=number(failed)
            ),
        )
    return "-# " + " · ".join(parts)


def title(session: Session) -> str:
    """Return the theme as a heading."""
    return f"## 🖼️ {theme_of(session)}"


def theme_of(session: Session) -> str:
    """Return the theme; who has deleted all of theirs has left none."""
    return safe(session.rules.theme) or _("Group session")


def theme_within(session: Session, length: int) -> str:
    """Return the theme on one line, no longer than that."""
    return safe_within(session.rules.theme, length) or _("Group session")


def plain_theme(session: Session, length: int) -> str:
    """Return the same for where Markdown is not obeyed."""
    return shorten(session.rules.theme, length) or _("Group session")


def led_by(session: Session) -> list[str]:
    """Name who leads it, unless they have deleted all of theirs."""
    if not session.host_id:
        return []
    return [_("led by {member}").format(member=f"<@{session.host_id}>")]


def _words(words: Sequence[str]) -> str:
    return ", ".join(code(word) for word in words)
