"""What a member looks through, as the custom_ids of its pages say it: list, place and filter.

`easel:past:hb:57:fox+snow:noir` leads to what lies in the history before generation 57 and has
those words and that style. All of it must fit into the 100 characters of a custom_id.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.search_words import asked, asked_words, style_words
from bot.domain.styles import MAX_STYLE_NAME_LENGTH
from bot.errors import InvalidRequest
from bot.texts import gettext as _

_WHERE = r"(?P<list>[hf]){way}:(?P<id>\d{{1,20}}):(?P<words>[^:]*):(?P<style>[^:]*)"
TURN = r"easel:past:" + _WHERE.format(way="(?P<way>[ba])")
OPEN = r"easel:past:" + _WHERE.format(way="(?P<way>o)")  # of a select: its value is the id

MOST_TEXT = 36  # of the words together; with the longest style name, and an id of 12 digits
_HISTORY, _FAVOURITES = "h", "f"


class Step(StrEnum):
    """What a component of a page does, seen from the generation that it names."""

    OLDER = "b"
    NEWER = "a"
    OPEN = "o"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which list a member looks through, by which parts of prompts and which style."""

    is_favourites: bool = False
    parts: tuple[str, ...] = ()
    style: str = ""

    @classmethod
    def of_options(cls, text: str | None, style: str | None, *, is_favourites: bool) -> "Look":
        """Read what a member typed.

        Raises:
            InvalidRequest: It holds no word to look for, or too many.
        """
        parts = asked(text or "")
        if text and text.strip() and not parts:
            raise InvalidRequest("text", text, _("write a word of at least two letters or digits"))
        if _length("+".join(parts)) > MOST_TEXT:
            allowed = _("use fewer words, {most} letters and digits at most").format(most=MOST_TEXT)
            raise InvalidRequest("text", text, allowed)
        name = " ".join((style or "").split()).casefold()
        if ":" in name or _length(name) > MAX_STYLE_NAME_LENGTH:
            allowed = _("no style has that name; choose one of those that are offered")
            raise InvalidRequest("style", style, allowed)
        return cls(is_favourites=is_favourites, parts=parts, style=name)

    @classmethod
    def of_match(cls, match: re.Match[str]) -> "Look":
        """Read what a custom_id says."""
        return cls(
            is_favourites=match["list"] == _FAVOURITES,
            parts=tuple(part for part in match["words"].split("+") if part),
            style=match["style"],
        )

    def custom_id(self, step: Step, generation_id: int) -> str:
        """Return what a component that goes on from that generation is found by."""
        which = _FAVOURITES if self.is_favourites else _HISTORY
        return f"easel:past:{which}{step}:{generation_id}:{'+'.join(self.parts)}:{self.style}"

    @property
    def words(self) -> tuple[str, ...]:
        """What a generation must all have in the index of words."""
        return (*asked_words(self.parts), *style_words(self.style))


def _length(text: str) -> int:
    """Return the length as Discord may count it: what lies beyond the first plane counts twice."""
    return len(text.encode("utf-16-le")) // 2
