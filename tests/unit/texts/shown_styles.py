"""What is shown of styles, for the tests of every text."""

from collections.abc import Iterator
from dataclasses import replace

import discord

from bot.domain.styles import Sharing, Style
from bot.generation.style_shelf import Shelf
from bot.replies.styles import style_forms, style_panels
from bot.replies.styles.style_panels import (
    asked_panel,
    imported_panel,
    pending_panel,
    style_panel,
    styles_panel,
)

View = discord.ui.LayoutView | discord.ui.Modal


def style_views(data: str, prompt: str) -> Iterator[tuple[str, View]]:
    """Yield panels, forms and lists of styles, by name."""
    style = Style(name=data, prompt=prompt, negative_prompt=prompt, options={"size": data})
    yield "style", style_panel(style, data, member_id=1, has_preview=True)
    yield "edit a style", style_forms.edit_modal(style)
    yield "delete a style?", style_panels.delete_question(style)
    for sharing in Sharing:
        mine = replace(style, owner_id=1, id=1, sharing=sharing)
        yield f"style, {sharing}", style_panel(mine, data, member_id=1)
        yield f"another's style, {sharing}", style_panel(mine, data, member_id=2, moderates=True)
    yield (
        "styles",
        styles_panel(Shelf(own=[style], shared=[replace(style, owner_id=1)], builtin=[style])),
    )
    yield "no styles", styles_panel(Shelf(own=[], shared=[], builtin=[]))
    waiting = replace(style, owner_id=1, id=1, sharing=Sharing.PENDING)
    yield "a style that waits", asked_panel(waiting)
    yield "styles that wait", pending_panel([waiting] * 20)
    yield "no styles that wait", pending_panel([])
    yield "imported styles", imported_panel([data], [(data, data)])
