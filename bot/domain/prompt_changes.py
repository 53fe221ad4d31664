"""What was put into a prompt and what was taken out, in few words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.texts import gettext as _
from bot.texts import shorten

_PIECE = 40  # characters of one thing that was added or removed
_MOST_PIECES = 3
_MOST_WORDS = 400  # comparing takes time that grows with the square of it
_ALIKE = 0.3  # below that, naming each difference says less than the new prompt
# Signs that are written without blanks stand for themselves; commas are no part of a word.
_SIGN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORDS = re.compile(rf"[{_SIGN}]|[^\s,、。{_SIGN}]+")


def prompt_change(before: str, after: str) -> str:
    """Return "+ pine forest" or what else is new, and what is gone; "" if no word has changed."""
    old, new = (list(_WORDS.finditer(text)) for text in (before, after))
    if max(len(old), len(new)) > _MOST_WORDS:
        return "" if before == after else _rewritten(after)
    matcher = SequenceMatcher(
        None, [word[0] for word in old], [word[0] for word in new], autojunk=False
    )
    pieces = list(_pieces(matcher, (before, old), (after, new)))
    if old and new and pieces and matcher.ratio() < _ALIKE:
        return _rewritten(after)
    shown = pieces[:_MOST_PIECES]
    return ", ".join([*shown, "…"] if len(shown) < len(pieces) else shown)


def _rewritten(after: str) -> str:
    return _("now “{text}”").format(text=shorten(after, _PIECE))


_Words = tuple[str, list[re.Match[str]]]


def _pieces(matcher: "SequenceMatcher[str]", old: _Words, new: _Words) -> Iterator[str]:
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind in {"insert", "replace"}:
            yield f"+ {_between(new, new_from, new_to)}"
        if kind in {"delete", "replace"}:
            yield f"− {_between(old, old_from, old_to)}"  # noqa: RUF001 - a minus, as wide as "+"


def _between(words: _Words, start: int, end: int) -> str:
    text, found = words
    return shorten(text[found[start].start() : found[end - 1].end()], _PIECE)
