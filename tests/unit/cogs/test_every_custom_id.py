"""Every button, select and modal that is shown has one listener, and none has two."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.client import EaselClient
from bot.replies.parts.buttons import HISTORY
from bot.replies.requesting.quick_form import QUICK
from tests.unit.texts import shown

_SAMPLES = frozenset({"b"})  # no custom_id of ours
_SHOWN_ELSEWHERE = {QUICK, HISTORY}  # a form that asks the database, and panels of earlier versions


def custom_ids(view: shown.View) -> Iterator[str]:
    """Yield what comes back of *view*; the fields of a modal come with its own."""
    if isinstance(view, discord.ui.Modal):
        yield view.custom_id
        return
    for item in view.walk_children():
        if custom_id := getattr(item, "custom_id", None):
            yield str(custom_id)


async def test_each_is_heard_once(client: EaselClient) -> None:
    items: Any = client._connection._view_store._dynamic_items
    modals = [pattern for pattern, _submit in client.modals._routes.values()]
    found = set()
    for name, view in shown.views():
        patterns = modals if isinstance(view, discord.ui.Modal) else items
        for custom_id in {*custom_ids(view)} - _SAMPLES:
            heard = [pattern.pattern for pattern in patterns if pattern.fullmatch(custom_id)]
            assert len(heard) == 1, (name, custom_id, heard)
            found.update(heard)
    every = {pattern.pattern for pattern in (*items, *modals)}
    assert every - found == _SHOWN_ELSEWHERE
