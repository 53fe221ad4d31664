"""Who is blocked in a server, each with the button that ends it."""

from collections.abc import Sequence

import discord

from bot.domain.moderation.blocks import Block
from bot.replies.moderation.unblock_list import Blocked, unblock_list
from bot.replies.parts.block_words import until_words
from bot.texts import gettext as _

UNBLOCK = r"easel:unblock:(?P<member>\d{1,20})"
BLOCKED = r"easel:blocked:(?P<after>\d{1,20})"


def blocked_panel(blocks: Sequence[Block], *, has_more: bool) -> discord.ui.LayoutView:
    """Show *blocks*, in order of their members' ids; *has_more*: another page follows."""
    text = "### " + _("Blocked members")
    if not blocks:
        text += "\n" + _("Nobody is blocked.")
    more_id = f"easel:blocked:{blocks[-1].member_id}" if has_more else None
    return unblock_list(text, [_blocked(block) for block in blocks], more_id)


def _blocked(block: Block) -> Blocked:
    by = _("by the bot")
    if block.moderator_id is not None:
        by = _("by {moderator}").format(moderator=f"<@{block.moderator_id}>")
    return Blocked(
        parts=[f"<@{block.member_id}>", until_words(block.until), by],
        reason=block.reason,
        unblock_id=f"easel:unblock:{block.member_id}",
    )
