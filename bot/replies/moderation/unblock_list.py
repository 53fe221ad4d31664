"""A page of what is blocked in a server, each with the button that ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import safe_within
from bot.texts import gettext as _

PER_PAGE = 8
_REASON = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One of them: its *parts* stand in a line; *unblock_id* is its button's custom_id."""

    parts: Sequence[str]
    reason: str
    unblock_id: str


def unblock_list(
    text: str, blocked: Sequence[Blocked], more_id: str | None
) -> discord.ui.LayoutView:
    """Show *blocked* below *text*; *more_id* is the custom_id that leads on, None at the end."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay(text))
    for one in blocked:
        button = PlainButton(label=_("Unblock"), custom_id=one.unblock_id)
        container.add_item(discord.ui.Section(_told(one), accessory=button))
    if more_id is not None:
        container.add_item(button_row([PlainButton(label=_("More ▶"), custom_id=more_id)]))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _told(blocked: Blocked) -> str:
    line = " · ".join(blocked.parts)
    return f"{line}\n> {safe_within(blocked.reason, _REASON)}" if blocked.reason else line
