"""Where a page of models starts. Two shapes exist and both are taken.

``c_<number>`` is an offset; ``c_<base64 of JSON>`` holds the score and the id (a text) of the last
model seen. The studio gives out the second, which stays right when the list changes.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Self

from bot.studio.refusals import Reason, Refused

_PREFIX = "c_"
_DIGITS_MAX = 18  # Python refuses to read numbers of thousands of digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Either an *offset*, or the *key* of the last model seen: negative score, then id."""

    offset: int = 0
    key: tuple[int, int] | None = None

    @classmethod
    def of(cls, score: int, model_id: int) -> Self:
        """Return the cursor after the model with *score* and *model_id*."""
        return cls(key=(-score, model_id))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a cursor; an empty one is the start.

        Raises:
            Refused: It is neither shape.
        """
        # A client that puts the prefix before whatever it is given doubles ours.
        while text.startswith(_PREFIX):
            text = text.removeprefix(_PREFIX)
        if _is_number(text):
            return cls(offset=int(text))
        return cls(key=_key(text)) if text else cls()

    def __str__(self) -> str:
        if self.key is None:
            return f"{_PREFIX}{self.offset}"
        score, model_id = -self.key[0], self.key[1]
        content = json.dumps([score, str(model_id)], separators=(",", ":")).encode()
        return _PREFIX + base64.b64encode(content).decode()


def _key(text: str) -> tuple[int, int]:
    try:
        standard = text.translate(str.maketrans("-_", "+/"))
        content: object = json.loads(base64.b64decode(standard, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise _refused() from None
    match content:
        case [int(score), str(model_id)] if _is_number(model_id):
            return -score, int(model_id)
    raise _refused()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX


def _refused() -> Refused:
    return Refused(Reason.BAD_BODY, "invalid pagination.cursor")
