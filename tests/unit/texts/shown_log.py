"""What is shown of the moderation log and of blocks, for the tests of every text."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import discord

from bot.domain.moderation.blocks import Block
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.verdicts import Rule
from bot.replies.moderation.blocked_images_panel import blocked_images_panel
from bot.replies.moderation.blocked_panel import blocked_panel
from bot.replies.moderation.log_panel import PER_PAGE as LOG_PAGE
from bot.replies.moderation.log_panel import log_panel
from bot.replies.moderation.unblock_list import PER_PAGE, Blocked, unblock_list
from bot.store.blocked_images import BlockedImage, BlockedPage
from bot.store.log_pages import Logged, LogPage
from tests.unit.replies.samples import NOW

View = discord.ui.LayoutView | discord.ui.Modal
_ID = 10**19  # as long as Discord's will be for a long time


def log_views(data: str, prompt: str) -> Iterator[tuple[str, View]]:
    """Yield pages of the moderation log, by name."""
    wanted = LogFilter(
        member_id=_ID, actor_id=_ID, action=Action.STRIKE_LIFTED, since=NOW, until=NOW
    )
    entries = [
        LogEntry(
            server_id=_ID,
            at=NOW,
            action=action,
            actor_id=_ID if number % 2 else None,
            member_id=_ID,
            channel_id=_ID,
            rule=rule,
            where=where,
            values={data * 9: data * 9} | {f"{data}{key}": data for key in range(9)},
            note=prompt[:1_000],
            text=prompt[:1_000],
            id=number,
        )
        for number, (action, rule, where) in enumerate(
            zip(
                Action,
                cycle(Rule),
                cycle(("prompt", "negative_prompt", "style", "model", "lora", "image", "role")),
                strict=False,
            ),
            start=1,
        )
    ]
    for begin in range(0, len(entries), LOG_PAGE):
        logged = [Logged(entry=one) for one in entries[begin:][:LOG_PAGE]]
        page = LogPage(entries=logged, newer_after=2**63 - 1, older_before=2**63 - 1)
        yield "moderation log", log_panel(_ID, page, wanted, "$")
    yield "empty moderation log", log_panel(_ID, LogPage(entries=()), LogFilter(), "$")


def blocked_views(prompt: str) -> Iterator[tuple[str, View]]:
    """Yield the lists of blocked members and of blocked images, by name."""
    block = Block(member_id=_ID, until=NOW, moderator_id=_ID, reason=prompt[:500])
    blocks = [block, replace(block, until=None, moderator_id=None), *[block] * 6]
    yield "blocked members", blocked_panel(blocks, has_more=True)
    yield "nobody blocked", blocked_panel([], has_more=False)
    one = Blocked(parts=[prompt[:100]] * 3, reason=prompt[:500], unblock_id="b")
    yield "what is blocked", unblock_list(prompt[:100], [one] * PER_PAGE, "b")
    image = BlockedImage(
        id=_ID, generation_id=_ID, moderator_id=_ID, reason=prompt[:500], created_at=NOW
    )
    full = BlockedPage(images=[image] * 8, count=2_000, has_more=True)
    yield "blocked images", blocked_images_panel(full)
    empty = BlockedPage(images=(), count=0, has_more=False)
    yield "no blocked images", blocked_images_panel(empty)
