"""A style: prompt parts and options under a name, built in or saved by a member."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.errors import StyleError
from bot.texts import gettext as _

PLACE = "{prompt}"  # where the member's prompt goes in a style's
_MOST_STYLED = (len(PLACE) + 1) * MAX_PROMPT_LENGTH  # of nothing but places it is still too long
MAX_STYLE_NAME_LENGTH = 32
MAX_ASKED_LENGTH = 1_600  # so that moderators see all of it in one message, signs escaped
# What previews show: the same for every style, so that they can be compared.
PREVIEW_PROMPT = "a lighthouse on a cliff above the sea, a small boat, evening clouds"
_NAME = re.compile(r"[^\W_](?:[\w -]*\w)?")


class Sharing(StrEnum):
    """Who may use a saved style beside its owner."""

    OWN = "own"  # nobody
    PENDING = "pending"  # nobody yet: the server's moderators are asked
    SHARED = "shared"  # every member of the server


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A named set of prompt parts and options.

    ``prompt`` holds ``{prompt}`` where the member's words go, or is put behind them; ``options``
    are texts by the names that ``/imagine`` and its ``advanced`` know. ``id`` and ``owner_id`` are
    of what a member has saved, None of what is built in or merged.
    """

    name: str
    prompt: str = ""
    negative_prompt: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    id: int | None = field(default=None, compare=False)
    owner_id: int | None = field(default=None, compare=False)
    sharing: Sharing = Sharing.OWN


def length(style: Style) -> int:
    """Return how many characters *style* says, whatever its name."""
    options = (len(name) + len(value) for name, value in style.options.items())
    return len(style.prompt) + len(style.negative_prompt) + sum(options)


def content_sha256(style: Style) -> str:
    """Return a hash of what *style* says, whatever its name: the same words, the same hash."""
    said = [style.prompt, style.negative_prompt, sorted(style.options.items())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


NO_STYLE = Style(name="")


def folded(text: str) -> str:
    """Return a name as it is kept, however it is written."""
    return " ".join(text.split()).casefold()


def style_name(text: str) -> str:
    """Return *text* as the name of a style: lower case, single blanks.

    Raises:
        StyleError: Empty, too long, or with other signs than letters, digits, `-`, `_`, blanks.
    """
    name = folded(text)
    if len(name) > MAX_STYLE_NAME_LENGTH or not _NAME.fullmatch(name):
        raise StyleError(
            _(
                "A style's name has 1 to {most} letters, digits, blanks or hyphens, "
                "and begins with a letter or digit."
            ).format(most=MAX_STYLE_NAME_LENGTH)
        )
    return name


def styled_prompt(prompt: str, style: Style) -> str:
    """Put *prompt* into the style's place for it, or before the style's words.

    Styles that repeat the place multiply each other's length: what is too long for any request,
    whatever stands in its places, is cut, and refused as too long where the request is built.
    """
    if PLACE in style.prompt:
        most = _MOST_STYLED // max(1, len(prompt)) + 1
        return style.prompt.replace(PLACE, prompt, most)[:_MOST_STYLED]
    return joined(prompt, style.prompt)


def joined(*parts: str) -> str:
    """Join the parts that are not empty with commas, as prompts are written."""
    given = [part.strip() for part in parts if part.strip()]
    if len(given) <= 1:
        return "".join(given)
    return ", ".join(part.strip(" ,") for part in given if part.strip(" ,"))
