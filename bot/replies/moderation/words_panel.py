"""`/mod words`: the list of a server's terms, page by page, and the answers to its changes."""

from collections.abc import Sequence

import discord

from bot.domain.moderation.words.starting_words import Category
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.generation.moderation.words_desk import PAGE_LENGTH
from bot.replies.parts.buttons import PlainButton
from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import code
from bot.store.terms import TermPage
from bot.texts import gettext as _
from bot.texts import ngettext, number

WORDS_PAGE = r"easel:mod-words:(?P<page>\d{1,4})"
_SHOWN_LENGTH = 50


def words_panel(page: TermPage, index: int, categories: Sequence[tuple[Category, bool]]) -> Panel:
    """Show page *index*, counted from 0, and on the first one the lists that come with the bot."""
    sections = [_counts(page)]
    if index == 0:
        lines = [_category_line(category, is_on=is_on) for category, is_on in categories]
        lines.append("🔒 " + _("Sexual content with minors is refused always."))
        sections.append("**" + _("Lists that come with Easel") + "**\n" + "\n".join(lines))
    own = listed((term_line(term) for term in page.terms), _("No words of your own yet."))
    sections.append("**" + _("Your own, the newest first") + f"**\n{own}")
    return Panel(_("Words of this server"), sections, rows=_rows(page, index))


def term_line(term: Term) -> str:
    """Return a term with what it does."""
    text = code(term.text, _SHOWN_LENGTH)
    if term.kind is TermKind.EXCEPTION:
        return "✅ " + _("{term} is allowed").format(term=text)
    if term.kind is TermKind.PATTERN:
        text = _("pattern {term}").format(term=text)
    if term.action is TermAction.REVIEW:
        return "👀 " + _("{term} waits for a moderator").format(term=text)
    return "⛔ " + _("{term} is refused").format(term=text)


def added_text(term: Term, *, has_moderators: bool) -> str:
    """Say what a new term does, and that nobody looks where the server has said no channel."""
    text = _("Added: {term}").format(term=term_line(term))
    waits = term.kind is not TermKind.EXCEPTION and term.action is TermAction.REVIEW
    return text if has_moderators or not waits else f"{text}\n{nobody_looks()}"


def nobody_looks() -> str:
    """Say that what should wait for a moderator is refused, and what to do about it."""
    return _("What has to wait for a moderator is refused until `/setup` names a channel for them.")


def imported_text(added: int, known: int) -> str:
    """Say what came of a file."""
    text = ngettext("{n} line was added.", "{n} lines were added.", added).format(n=number(added))
    if known:
        text += " " + ngettext(
            "{n} was in the list already.", "{n} were in the list already.", known
        ).format(n=number(known))
    return text


def _counts(page: TermPage) -> str:
    return _("{words} words, {patterns} patterns, {exceptions} exceptions of your own.").format(
        words=number(page.counts.get(TermKind.WORD, 0)),
        patterns=number(page.counts.get(TermKind.PATTERN, 0)),
        exceptions=number(page.counts.get(TermKind.EXCEPTION, 0)),
    )


def _category_line(category: Category, *, is_on: bool) -> str:
    sign, state = ("🟢", _("on")) if is_on else ("⚪", _("off"))
    does = _("waits for a moderator") if category.action is TermAction.REVIEW else _("is refused")
    return f"{sign} {code(category.name)} · {category.about} · {state} · {does}"


def _rows(page: TermPage, index: int) -> list[discord.ui.ActionRow[Panel]]:
    buttons = []
    if index > 0:
        buttons.append(PlainButton(label=_("Newer"), custom_id=f"easel:mod-words:{index - 1}"))
    if (index + 1) * PAGE_LENGTH < page.total:
        buttons.append(PlainButton(label=_("Older"), custom_id=f"easel:mod-words:{index + 1}"))
    return [discord.ui.ActionRow(*buttons)] if buttons else []
