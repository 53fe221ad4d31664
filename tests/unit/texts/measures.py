"""What stands on a message or in a modal, and how much of it Discord takes."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

Payload = Mapping[str, Any]
BUTTON, TEXT_INPUT, LABEL, TEXT = 2, 4, 18, 10
SELECTS = frozenset({3, 5, 6, 7, 8})
MOST_CHARACTERS, MOST_COMPONENTS = 4_000, 40

# By the component's type and the key; a gallery's pictures and a select's options have none.
_LIMITS: Mapping[tuple[int | None, str], int] = {
    (BUTTON, "label"): 80,
    (TEXT_INPUT, "placeholder"): 100,
    (LABEL, "label"): 45,
    (LABEL, "description"): 100,
    (None, "label"): 100,
    (None, "description"): 1_024,
    **{(select, "placeholder"): 150 for select in SELECTS},
}
_WORDS = frozenset({"content", "label", "description", "placeholder", "title"})


def payloads(view: discord.ui.LayoutView | discord.ui.Modal) -> list[Payload]:
    """Return all that is sent, from the outside in."""
    found: list[Payload] = []
    if isinstance(view, discord.ui.Modal):
        found.append({"title": view.title})
    for component in view.to_components():
        found += _below(component)
    return found


def texts(view: discord.ui.LayoutView | discord.ui.Modal) -> Iterator[str]:
    """Yield every text that a person reads."""
    for payload in payloads(view):
        yield from (str(payload[key]) for key in sorted(_WORDS & payload.keys()) if payload[key])


def too_much(view: discord.ui.LayoutView | discord.ui.Modal) -> list[str]:
    """Return what Discord would not take."""
    found = payloads(view)
    wrong = [
        f"{key} of {len(str(payload[key]))} characters: {payload[key]}"
        for payload in found
        for key in sorted(_WORDS & payload.keys())
        if len(str(payload[key] or "")) > _limit(payload, key)
    ]
    characters = sum(len(str(payload.get("content", ""))) for payload in found)
    components = sum("type" in payload for payload in found)
    if characters > MOST_CHARACTERS:
        wrong.append(f"{characters} characters")
    if components > MOST_COMPONENTS:
        wrong.append(f"{components} components")
    return wrong


def _limit(payload: Payload, key: str) -> int:
    if key == "title":
        return 45
    if key == "description" and "value" in payload:
        return 100  # of a select's option
    return _LIMITS.get((payload.get("type"), key), MOST_CHARACTERS)


def _below(payload: Payload) -> Iterator[Payload]:
    yield payload
    for value in payload.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from _below(each)
