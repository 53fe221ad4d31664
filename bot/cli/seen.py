"""What a person sees of a message: its text without Markdown, its images, how it stands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.replies.parts.cards import Colour

_CONTAINER = 17
_TEXT = 10
_GALLERY = 12

_MARKS = re.compile(r"\*\*|__|^> |^-# |^#+ |`|<@!?\d+>", re.MULTILINE)
_ESCAPES = re.compile(r"\\([\\*_~`|>#.\[\]()-])")

Message = Mapping[str, Any]  # Discord's message object, as JSON


def text_of(message: Message) -> str:
    """Return all text of *message* on one line."""
    parts = [message.get("content") or ""]
    parts += [part["content"] for part in _components(message) if part.get("type") == _TEXT]
    plain = (_ESCAPES.sub(r"\1", _MARKS.sub("", part)).strip() for part in parts)
    return " | ".join(" · ".join(text.split("\n")) for text in plain if text)


def images_of(message: Message) -> list[str]:
    """Return the addresses of the images in the message's galleries, in order."""
    return [
        item["media"]["url"]
        for part in _components(message)
        if part.get("type") == _GALLERY
        for item in part["items"]
    ]


def is_delivered(message: Message) -> bool:
    """Tell whether this is the finished card."""
    return Colour.DONE in _colours(message)


def is_refused(message: Message) -> bool:
    """Tell whether this is a failed or cancelled card, or a sentence instead of a card."""
    colours = _colours(message)
    return not colours.isdisjoint({Colour.FAILED, Colour.CANCELLED}) or not colours


def _colours(message: Message) -> set[int]:
    return {
        part.get("accent_color") or 0
        for part in _components(message)
        if part.get("type") == _CONTAINER
    }


def _components(message: Message) -> Iterator[Message]:
    waiting = list(message.get("components") or [])
    while waiting:
        part = waiting.pop(0)
        yield part
        waiting[:0] = part.get("components") or []
