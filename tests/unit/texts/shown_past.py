"""What is shown of earlier images, for the tests of every text."""

from collections.abc import Iterator
from dataclasses import replace

import discord

from bot.domain.generation import Generation, Origin, Rung, Status
from bot.replies.after.lineage_panel import lineage_panel
from bot.replies.after.lineage_steps import lineage_steps
from bot.replies.past.past_ids import Look
from bot.replies.past.past_opened import opened_panel
from bot.replies.past.past_pages import PastPage
from bot.replies.past.past_panel import past_panel
from bot.replies.sending.uploads import Packed, Upload
from tests.unit.replies.samples import NOW, an_image

View = discord.ui.LayoutView | discord.ui.Modal


def past_views(made: Generation, data: str) -> Iterator[tuple[str, View]]:
    """Yield pages of `/history`, what they open, and lineages, by name."""
    images = (an_image(0).stored, an_image(1).stored)
    delivered = replace(made, status=Status.DELIVERED, rung=Rung.KEPT, images=images)
    picture = Upload(name=data, data=b"")
    look = Look(parts=(data,), style=data)
    page = PastPage(look=look, generations=[delivered, made] * 4, newer_from=7, older_from=1)
    yield "history", past_panel(page, picture, is_of_one_server=True)
    for empty in (Look(), Look(is_favourites=True), look):
        none = PastPage(look=empty, generations=[])
        yield "empty history", past_panel(none, None, is_of_one_server=False)
        yield "nothing so far", past_panel(replace(none, older_from=1), None, is_of_one_server=True)
    for packed in (
        Packed(),
        Packed(uploads=(Upload(name=data, data=b"", stored=an_image().stored),)),
    ):
        yield "opened", opened_panel(delivered, packed, back_id="b", is_own=True, can_use=True)
    way = [
        replace(delivered, id=1, origin=Origin.EDIT),
        replace(delivered, id=2, origin=Origin.VARY, deleted_at=NOW),
        *(replace(delivered, id=key, origin=origin) for key, origin in enumerate(Origin, start=3)),
        replace(delivered, id=99, origin=Origin.EDIT, images=(), style=None),
    ]
    yield "lineage", lineage_panel(way, lineage_steps(way, lambda _one: True), data)
    yield "unseen lineage", lineage_panel(way, lineage_steps(way, lambda _one: False), data)
