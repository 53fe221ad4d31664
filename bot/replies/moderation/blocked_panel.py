"""Who is blocked in a server, each with the button that ends it."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.moderation.blocks import Block
from bot.replies.parts.block_words import until_words
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import safe_within
from bot.texts import gettext as _

UNBLOCK = r"easel:unblock:(?P<member>\d{1,20})"
BLOCKED = r"easel:blocked:(?P<after>\d{1,20})"
PER_PAGE = 8
_REASON = 120


def blocked_panel(blocks: Sequence[Block], *, has_more: bool) -> discord.ui.LayoutView:
    """Show *blocks*, in order of their members' ids; *has_more*: another page follows."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay("### " + _("Blocked members")))
    for block in blocks:
        container.add_item(
            discord.ui.Section(_told(block), accessory=_unblock_button(block.member_id))
        )
    if not blocks:
        container.add_item(discord.ui.TextDisplay(_("Nobody is blocked.")))
    if has_more:
        more = PlainButton(
            label=_("More ▶"),
            style=discord.ButtonStyle.secondary,
            custom_id=f"easel:blocked:{blocks[-1].member_id}",
        )
        container.add_item(button_row([more]))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _told(block: Block) -> str:
    parts = [f"<@{block.member_id}>", until_words(block.until)]
    if block.moderator_id is not None:
        parts.append(_("by {moderator}").format(moderator=f"<@{block.moderator_id}>"))
    else:
        parts.append(_("by the bot"))
    lines = [" · ".join(parts)]
    if block.reason:
        lines.append("> " + safe_within(block.reason, _REASON))
    return "\n".join(lines)


def _unblock_button(member_id: int) -> PlainButton:
    return PlainButton(
        label=_("Unblock"),
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:unblock:{member_id}",
    )
