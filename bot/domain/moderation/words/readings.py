"""The other ways in which a text may be read: without its markup, unescaped, turned round."""

import html
import re
from collections.abc import Callable

# The blanks before it belong to it too; without them it begins with a sign that is quickly found.
_WEIGHT = re.compile(r":\s*[-+]?[\d.]+\s*(?::\s*[-+]?[\d.]+\s*)*(?=[)\]}>,|])")
_TAG = re.compile(r"</?[a-zA-Z][^<>:]{0,40}>|<!--[^<>]{0,80}-->")
_KEYWORD = re.compile(r"\s*\b(?:BREAK|AND)\b\s*")
# These look back from the capital, which is rarer than what stands before it.
_CAMEL = re.compile(r"([A-Z])(?<=[a-z].)(?=[a-z])")
_CAPITAL_I = re.compile(r"I(?:(?<=[a-z]I)(?![A-Z])|(?<![A-Za-z]I)(?=[a-z]))")
_ESCAPED = re.compile(
    r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|[%=]([2-7][0-9a-fA-F])|U\+([0-9a-fA-F]{4,5})"
)
_BACKWARDS = re.compile("[\u202e\u2067\u200f]([^\u202c\u2069\u200e]*)")
_CAPITAL = re.compile("[A-Z]")
_LAST_CODE = 0x10FFFF

_TURNED = dict(zip("ɐqɔpǝɟƃɓɥᴉıɾʞʅlɯuodbɹsʇnʌʍxʎz", "abcdefgghiijkllmnopqrstuvwxyz", strict=True))
_IS_TURNED = re.compile("[ɐɔǝɟƃɥᴉɾʞʅɯɹʇʌʍʎ]")


def readings(text: str) -> tuple[str, ...]:
    """Return *text* without the weights of its syntax, and every other way it may be read.

    Mostly there is none. Each change is made to what those before it left.
    """
    plain = _without_weights(text) if ":" in text else text
    found = [plain]
    has_capitals = not plain.islower() and _CAPITAL.search(plain)
    for change in _ALL_CHANGES if has_capitals else _CHANGES:
        changed = change(found[-1])
        if changed != found[-1]:
            found.append(changed)
    if not plain.isascii() and _IS_TURNED.search(plain):
        found.append("".join(_TURNED.get(sign, sign) for sign in reversed(plain)))
    return tuple(found)


def _without_weights(text: str) -> str:
    *before, last = _WEIGHT.split(text)
    return "".join([*map(str.rstrip, before), last])


def _unescaped(text: str) -> str:
    if not ("\\" in text or "%" in text or "&" in text or "=" in text or "U+" in text):
        return text
    return _ESCAPED.sub(_sign, html.unescape(text)).replace("\\", "")


def _sign(match: re.Match[str]) -> str:
    code = int(next(filter(None, match.groups())), 16)
    return chr(code) if code <= _LAST_CODE else match[0]


def _without_tags(text: str) -> str:
    return _TAG.sub("", text) if "<" in text else text


def _without_keywords(text: str) -> str:
    return _KEYWORD.sub(" ", text) if "BREAK" in text or "AND" in text else text


def _forwards(text: str) -> str:
    if "\u202e" in text or "\u2067" in text or "\u200f" in text:
        return _BACKWARDS.sub(lambda match: match[1][::-1], text)
    return text


def _with_small_l(text: str) -> str:
    return _CAPITAL_I.sub("l", text)


def _with_parted_camels(text: str) -> str:
    return _CAMEL.sub(r" \1", text)


_CHANGES: tuple[Callable[[str], str], ...] = (
    _unescaped,
    _without_tags,
    _forwards,
)
_ALL_CHANGES: tuple[Callable[[str], str], ...] = (
    *_CHANGES,
    _without_keywords,
    _with_parted_camels,
    _with_small_l,
)
