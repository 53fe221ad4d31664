"""What a session posts into its thread beside the board: entries, the vote, results, the end."""

from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.domain.generation import Generation
from bot.domain.sessions.board import Board, BoardEntry, Result, RoundResult, Summary
from bot.domain.sessions.session import Session
from bot.replies.parts.buttons import button_row
from bot.replies.parts.cards import Colour
from bot.replies.parts.forms import MAX_OPTIONS, option, select_of, select_row
from bot.replies.parts.panels import ALT_TEXT
from bot.replies.parts.words import alt_text, prompt_of, quoted, safe, safe_within
from bot.replies.sending.uploads import Packed, Upload
from bot.replies.sessions.board_view import enter_button, vote_button
from bot.replies.sessions.session_ids import session_id
from bot.replies.sessions.session_words import countdown, ending, entry_name, led_by, theme_of
from bot.texts import gettext as _
from bot.texts import listing, ngettext, number, shorten

_GOLD = 0xF0B232
_MEDALS = ("🥇", "🥈", "🥉")
_PROMPT = 600


def announcement(session: Session) -> discord.ui.LayoutView:
    """Say in the channel that a session has begun; its thread hangs at this message."""
    text = [
        f"### 🖼️ {safe(session.rules.theme)}",
        _(
            "{member} has started a group session. Open the thread, enter a prompt, and vote for "
            "the best image."
        ).format(member=f"<@{session.host_id}>"),
        "✍️ " + _("Entries end {when}").format(when=countdown(session.round.ends_at)),
    ]
    return _view([discord.ui.TextDisplay("\n".join(text))], 0x5865F2)


def entry_post(
    session: Session, entry: BoardEntry, generation: Generation, packed: Packed
) -> discord.ui.LayoutView:
    """Show a finished entry, whose image is *packed*."""
    heading = "### " + _("Entry {n}").format(n=number(entry.number))
    if entry.member_id is not None:
        heading += "\n" + _("by {member}").format(member=f"<@{entry.member_id}>")
    text = f"{heading}\n{quoted(prompt_of(generation), _PROMPT)}"
    if generation.style is not None and session.rules.style is None:
        text += "\n-# " + _("style {name}").format(name=safe(generation.style))
    items: list[discord.ui.Item[Any]] = [discord.ui.TextDisplay(text)]
    if packed.uploads:  # Discord takes no gallery without a picture
        items.append(_gallery([(packed.uploads[0].name, alt_text(generation, 0, 1))]))
    items += [discord.ui.TextDisplay(f"-# ⚠️ {note}") for note in packed.notes]
    return _view(items, int(Colour.DONE))


def vote_call(
    board: Board, candidates: Sequence[BoardEntry], sheets: Sequence[tuple[Upload, str]]
) -> discord.ui.LayoutView:
    """Call everybody to vote; *sheets* show the first candidates, with their words."""
    session = board.session
    lines = ["### 🗳️ " + _("Which one is the best?")]
    if session.round.voting_ends_at is not None:
        ends = countdown(session.round.voting_ends_at)
        lines.append(_("Each of you has one vote. The vote ends {when}.").format(when=ends))
    if session.rules.forbids_own_vote:
        lines.append(_("Not for your own entry, and you can change your mind until then."))
    else:
        lines.append(_("You can change your mind until then."))
    items: list[discord.ui.Item[Any]] = [discord.ui.TextDisplay("\n".join(lines))]
    if sheets:
        items.append(_gallery([(sheet.name, words) for sheet, words in sheets]))
    if 0 < len(candidates) <= MAX_OPTIONS:
        select = select_of(
            session_id("vote", session.id),
            [option(_vote_for(entry), str(entry.entry_id)) for entry in candidates],
            placeholder=_("Vote for…"),
        )
        items.append(select_row(select))
    elif candidates:
        text = ngettext(
            "There is {n} entry: the button shows it to you.",
            "There are {n} entries: the button shows them all to you, page by page.",
            len(candidates),
        )
        items.append(discord.ui.TextDisplay(text.format(n=number(len(candidates)))))
    items.append(button_row([vote_button(session)]))
    return _view(items, _GOLD)


def _vote_for(entry: BoardEntry) -> str:
    return _("Entry {n}").format(n=number(entry.number))


def result_post(
    session: Session, result: RoundResult, picture: tuple[Upload, str] | None
) -> discord.ui.LayoutView:
    """Show how a round ended that is not the last one."""
    heading = _("Round {n} is decided").format(n=number(result.number))
    lines = [f"### 🏆 {heading}", *_places(session, result)]
    items: list[discord.ui.Item[Any]] = [discord.ui.TextDisplay("\n".join(lines))]
    items += [_gallery([(picture[0].name, picture[1])])] if picture else []
    onward = _("**Round {n} begins:** every entry is painted over the winner.")
    if result.winner is None:  # it was removed since
        onward = _("**Round {n} begins.**")
    items.append(discord.ui.TextDisplay(onward.format(n=number(result.number + 1))))
    items.append(button_row([enter_button(session)]))
    return _view(items, _GOLD)


def summary_post(
    summary: Summary, picture: tuple[Upload, str] | None, prompt: str | None
) -> discord.ui.LayoutView:
    """Show what stays of a session; *prompt* is the winner's."""
    session = summary.session
    lines = [f"## 🏁 {theme_of(session)}", *ending(session.end_reason)]
    last = summary.rounds[-1] if summary.rounds else None
    if last is not None:
        lines += _places(session, last)
    if prompt is not None:
        lines.append(quoted(prompt, _PROMPT))
    items: list[discord.ui.Item[Any]] = [discord.ui.TextDisplay("\n".join(lines))]
    items += [_gallery([(picture[0].name, picture[1])])] if picture else []
    earlier = [line for one in summary.rounds[:-1] if (line := _round_line(session, one))]
    items.append(discord.ui.TextDisplay("\n".join([*earlier, _figures(summary)])))
    return _view(items, int(Colour.DONE))


def _places(session: Session, result: RoundResult) -> Iterator[str]:
    """Yield who has won, who came after, and what was equal."""
    if result.winner is None:
        return
    voted = [one for one in result.best if one.votes or one is result.winner]
    for medal, one in zip(_MEDALS, voted, strict=False):
        name = entry_name(session, one.entry, is_linked=True)
        yield f"{medal} **{name}** · {votes_text(one)}"
    if len(same := _level_with_winner(result)) > 1:
        names = listing([_("entry {n}").format(n=number(one.entry.number)) for one in same])
        yield "-# " + _(
            "Equal votes for {entries}: the one that was entered first has won."
        ).format(entries=names)


def _level_with_winner(result: RoundResult) -> Sequence[Result]:
    return [one for one in result.best if one.votes == result.best[0].votes and one.votes]


def votes_text(result: Result) -> str:
    """Say how many votes an entry has."""
    return ngettext("{n} vote", "{n} votes", result.votes).format(n=number(result.votes))


def _round_line(session: Session, result: RoundResult) -> str | None:
    if result.winner is None:
        return None
    name = entry_name(session, result.winner.entry, is_linked=True)
    return "-# " + _("Round {n} was won by {entry}, with {votes}").format(
        n=number(result.number), entry=name, votes=votes_text(result.winner)
    )


def _figures(summary: Summary) -> str:
    entries = sum(one.entries for one in summary.rounds)
    votes = sum(one.votes for one in summary.rounds)
    parts = [
        ngettext("{n} entry", "{n} entries", entries).format(n=number(entries)),
        ngettext("{n} member took part", "{n} members took part", summary.members).format(
            n=number(summary.members)
        ),
        ngettext("{n} vote", "{n} votes", votes).format(n=number(votes)),
        *led_by(summary.session),
    ]
    return "-# " + " · ".join(parts)


def picture_words(result: RoundResult, prompts: Sequence[str]) -> str:
    """Say what a final picture shows, each prompt as long as there is room."""
    intro = _("The images of the vote, the winner first.")
    room = (ALT_TEXT - len(intro)) // max(1, len(result.best)) - 40
    parts = [
        _("Entry {n}").format(n=number(one.entry.number))
        + f", {votes_text(one)}: {shorten(prompt, max(20, room))}"
        for one, prompt in zip(result.best, prompts, strict=True)
    ]
    return shorten(f"{intro} {'; '.join(parts)}", ALT_TEXT)


def candidate_line(entry: BoardEntry, prompt: str) -> str:
    """Return one line under a sheet."""
    return f"-# **{number(entry.number)}** {safe_within(prompt, 90)}"


def _gallery(pictures: Sequence[tuple[str, str]]) -> discord.ui.Item[Any]:
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    for name, words in pictures:
        gallery.add_item(media=f"attachment://{name}", description=shorten(words, ALT_TEXT))
    return gallery


def _view(items: Sequence[discord.ui.Item[Any]], colour: int) -> discord.ui.LayoutView:
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=colour)
    for item in items:
        container.add_item(item)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view
