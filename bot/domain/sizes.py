"""Image sizes as a member writes them: a named format, or WIDTHxHEIGHT in pixels."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.ranges import MAX_SIDE_PX, TIMES, allowed_phrase
from bot.errors import InvalidRequest
from bot.texts import gettext as _

_FREE = re.compile(rf"\s*([0-9]{{1,6}})\s*[xX*{TIMES}]\s*([0-9]{{1,6}})\s*")


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of an image."""

    width_px: int
    height_px: int

    def __str__(self) -> str:
        return f"{self.width_px}x{self.height_px}"

    @property
    def label(self) -> str:
        """The size as a person reads it."""
        return f"{self.width_px}{TIMES}{self.height_px}"


FORMATS: Mapping[str, Size] = MappingProxyType(
    {
        "square": Size(512, 512),
        "portrait": Size(512, 768),
        "landscape": Size(768, 512),
        "wide": Size(1024, 576),
        "tall": Size(576, 1024),
        "phone": Size(512, 1088),
        "banner": Size(1152, 384),
        "large": Size(1024, 1024),
        "large-portrait": Size(832, 1216),
        "large-landscape": Size(1216, 832),
    }
)


def format_name(name: str) -> str:
    """Return what a format is called; it can be typed so as well."""
    return {
        "square": _("square"),
        "portrait": _("portrait"),
        "landscape": _("landscape"),
        "wide": _("wide"),
        "tall": _("tall"),
        "phone": _("phone"),
        "banner": _("banner"),
        "large": _("large"),
        "large-portrait": _("large portrait"),
        "large-landscape": _("large landscape"),
    }.get(name, name)


def lasting_size(text: str) -> str:
    """Return *text* as others can read it too: a format's own name for what it is called here."""
    typed = text.strip().casefold()
    return next((name for name in FORMATS if typed in {name, format_name(name).casefold()}), text)


def parse_size(text: str, option: str = "size") -> Size:
    """Read a format's name or WIDTHxHEIGHT; *option* is the one named if it is wrong.

    Raises:
        InvalidRequest: Neither, or a side is not from 1 to 2048 pixels.
    """
    named = FORMATS.get(lasting_size(text))
    if named is not None:
        return named
    free = _FREE.fullmatch(text)
    size = Size(int(free[1]), int(free[2])) if free else None
    if size is None or not all(0 < px <= MAX_SIDE_PX for px in (size.width_px, size.height_px)):
        raise InvalidRequest(option, text, allowed_phrase(option) or "")
    return size


def size_suggestions(text: str) -> list[tuple[str, str]]:
    """Return (label, value) of what *text* may become: a free size as typed, then formats."""
    typed = text.strip().casefold()
    found = [
        (f"{format_name(name)} ({size.label})", name)
        for name, size in FORMATS.items()
        if typed in f"{name} {format_name(name).casefold()}"
        or typed.replace(TIMES, "x").replace(" ", "") in str(size)
    ]
    if _FREE.fullmatch(text):
        try:
            size = parse_size(text)
        except InvalidRequest:
            return found  # the formats are shown while a side is still too large
        return [(size.label, str(size)), *found]
    return found
