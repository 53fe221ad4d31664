"""A page of the moderation log: entries in plain words, and what leads on from them."""

from typing import Any

import discord

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.verdicts import Rule
from bot.replies.moderation.log_ids import Turn, export_id, turn_id
from bot.replies.moderation.log_values import value_words
from bot.replies.moderation.log_words import action_words, rule_words, where_words
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import Panel
from bot.replies.parts.words import safe_within
from bot.store.log_pages import Logged, LogPage
from bot.texts import gettext as _

PER_PAGE = 6
_NOTE, _PROMPT = 120, 150  # characters, so that six entries fit into one message


def log_panel(
    server_id: int, page: LogPage, wanted: LogFilter, currency: str
) -> discord.ui.LayoutView:
    """Show *page* of what is *wanted*; sums of money are in *currency*."""
    sections = [
        _looked_for(wanted),
        *(_told(server_id, logged, currency) for logged in page.entries),
    ]
    if not page.entries:
        sections.append(_("There is nothing of that kind in the log."))
    rows = [_row(page, wanted)] if page.entries else []
    return Panel(_("Moderation log"), [part for part in sections if part], rows=rows)


def _row(page: LogPage, wanted: LogFilter) -> discord.ui.ActionRow[Any]:
    newer = page.newer_after
    older = page.older_before
    return button_row(
        [
            PlainButton(
                label=_("◀ Newer"),
                style=discord.ButtonStyle.secondary,
                custom_id=turn_id(Turn.NEWER, newer or 0, wanted),
                disabled=newer is None,
            ),
            PlainButton(
                label=_("Older ▶"),
                style=discord.ButtonStyle.secondary,
                custom_id=turn_id(Turn.OLDER, older or 0, wanted),
                disabled=older is None,
            ),
            PlainButton(
                label=_("Save as CSV"),
                emoji="📄",
                style=discord.ButtonStyle.secondary,
                custom_id=export_id(wanted),
            ),
        ]
    )


def _looked_for(wanted: LogFilter) -> str:
    parts = []
    if wanted.member_id is not None:
        parts.append(_("about {member}").format(member=f"<@{wanted.member_id}>"))
    if wanted.actor_id is not None:
        parts.append(_("by {moderator}").format(moderator=f"<@{wanted.actor_id}>"))
    if wanted.action is not None:
        parts.append(f"**{action_words(wanted.action)}**")
    elif wanted.actor_id is None:
        parts.append(_("everything but what was allowed"))
    if wanted.since is not None:
        parts.append(_("since {when}").format(when=_time(int(wanted.since.timestamp()))))
    if wanted.until is not None:
        parts.append(_("before {when}").format(when=_time(int(wanted.until.timestamp()))))
    return "-# " + " · ".join(parts)


def _told(server_id: int, logged: Logged, currency: str) -> str:
    entry = logged.entry
    lines = [
        " · ".join([f"**{action_words(entry.action)}**", *_who(entry), _link(server_id, logged)])
    ]
    details = _details(entry, currency)
    if details:
        lines.append("-# " + " · ".join(details))
    if entry.note:
        lines.append("> " + safe_within(entry.note, _NOTE))
    if entry.text:  # behind a spoiler: a moderator chooses to read it
        lines.append(f"||{safe_within(entry.text, _PROMPT)}||")
    return "\n".join(lines)


def _who(entry: LogEntry) -> list[str]:
    parts = []
    if entry.member_id is not None:
        parts.append(f"<@{entry.member_id}>")
    if entry.actor_id is not None:
        parts.append(_("by {moderator}").format(moderator=f"<@{entry.actor_id}>"))
    elif entry.action is not Action.ALLOWED:
        parts.append(_("by the bot"))
    if entry.channel_id is not None:
        parts.append(f"<#{entry.channel_id}>")
    return parts


def _link(server_id: int, logged: Logged) -> str:
    when = _time(int(logged.entry.at.timestamp()))
    if logged.message is None:
        return when
    channel_id, message_id = logged.message
    address = f"https://discord.com/channels/{server_id}/{channel_id}/{message_id}"
    return f"{when} · [" + _("message") + f"]({address})"


def _details(entry: LogEntry, currency: str) -> list[str]:
    parts = []
    if entry.rule is not None and entry.rule is not Rule.NONE:
        parts.append(_("rule: {rule}").format(rule=rule_words(entry.rule)))
    if entry.where:
        parts.append(_("in: {where}").format(where=where_words(entry.where)))
    return parts + value_words(entry, currency)


def _time(timestamp: int) -> str:
    return f"<t:{timestamp}:f>"
