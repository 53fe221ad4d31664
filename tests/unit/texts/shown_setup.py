"""What is shown of a server's settings and rules, for the tests of every text."""

from collections.abc import Iterator
from dataclasses import replace

import discord

from bot.replies.members.server_panel import server_panel
from bot.replies.setup.member_rules import Where, member_rules
from bot.replies.setup.rules_panel import rules_panel
from bot.replies.setup.set_up import SetUp
from bot.replies.setup.setup_panel import setup_panel
from bot.replies.setup.steps import STEPS
from bot.store.server_settings import ServerChoices
from tests.unit.replies.rulebooks import BOOKS

View = discord.ui.LayoutView | discord.ui.Modal


def setup_views(data: str) -> Iterator[tuple[str, View]]:
    """Yield the server's choices, its rules and every step of its setting up, by name."""
    yield "server", server_panel(ServerChoices())
    where = Where(channel_id=1, is_age_restricted=False)
    for book in BOOKS:
        yield "rules", rules_panel(member_rules(book, where))
        yield "rules", rules_panel(member_rules(book, replace(where, is_looked_at=False)))
        for step in STEPS:
            for channel_id in (0, 1):
                now = SetUp(
                    book=book,
                    channel_id=channel_id,
                    checked=[data],
                    is_looked_at=channel_id == 0,
                )
                yield f"setup: {step}", setup_panel(step, now)
