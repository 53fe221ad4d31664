"""`/setup` says what the choices about nudity mean, so that nobody takes them for switches."""

import discord

from bot.replies.setup.set_up import SetUp
from bot.replies.setup.setup_panel import setup_panel
from bot.replies.setup.steps import Step
from tests.unit.replies.rulebooks import FRESH

NOW = SetUp(book=FRESH, channel_id=0, checked=[], is_looked_at=True)


def test_what_is_held_back_is_named_where_it_is_chosen() -> None:
    items = list(setup_panel(Step.IMAGES, NOW).walk_children())
    text = "\n".join(one.content for one in items if isinstance(one, discord.ui.TextDisplay))
    assert "Nudity in channels for everyone" in text
    assert "Nudity in mature channels" in text
    selects = [one for one in items if isinstance(one, discord.ui.Select)]
    by_id = {one.custom_id: one.options for one in selects}
    mature = by_id["easel:setup:strictness:mature"]
    assert [one.label for one in mature if one.default] == ["Nudity is not held back"]
    assert "Off" not in [one.label for one in mature]
