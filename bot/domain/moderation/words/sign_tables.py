"""Tables of what becomes of each sign, and quick ways of taking a whole text through one.

Python's own translation is quick for ASCII; beyond it each sign is asked for by itself. A text of
the common signs below goes through one byte for each instead, in a twentieth of the time; of any
other, only what changes is looked at by the sign.
"""

import codecs
import re
from collections.abc import Callable

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў"
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÉÄÖÜ"
_PUNCTUATION = "–—«»“”„‘’•°"
_ASCII = "".join(map(chr, range(128)))
# So many that a byte can number them; the number of an ASCII sign is its code.
COMMON = _ASCII + _CYRILLIC + _CYRILLIC.upper() + _ACCENTED + _PUNCTUATION
# First and last of what is left as it is by every table that leaves the first of them so.
STEADY = (("ぁ", "ゖ"), ("一", "鿿"), ("가", "힣"))
_BETWEEN = " \n,.、。，"  # most of what parts words; taken out of a text at once
_NOTHING = "\ufffe"  # no sign at all: what the standard library has in such tables, too
_ENCODING = codecs.charmap_build(COMMON.ljust(256, _NOTHING))


class _Learnt(dict[int, str | None]):
    """What each sign becomes; learnt as signs are met, and there are only so many."""

    def __init__(self, of: Callable[[str], str | None]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str | None:
        self[code] = result = self._of(chr(code))
        return result


class SignTable:
    """What each sign becomes, whatever stands beside it: *of* says it, None is nothing.

    A common sign becomes one other at most.
    """

    def __init__(self, of: Callable[[str], str | None]) -> None:
        self._learnt = _Learnt(of)
        results = [of(sign) for sign in COMMON]
        self._dropped = bytes(number for number, result in enumerate(results) if not result)
        self._decoding = "".join(result or _NOTHING for result in results)
        between = {sign: of(sign) or "" for sign in _BETWEEN}
        self._between = [pair for pair in between.items() if pair[0] != pair[1]]
        steady = "".join(sign for sign in (*COMMON, *_BETWEEN) if of(sign) == sign)
        ranges = "".join(f"{first}-{last}" for first, last in STEADY if of(first) == first)
        changes = f"[^{re.escape(steady)}{ranges}]+"
        # Words that all change are taken with the blanks between them.
        self._changing = re.compile(f"{changes}(?:.{changes})*") if steady else None

    def __getitem__(self, sign: str) -> str | None:
        """Return what *sign* becomes."""
        return self._learnt[ord(sign)]

    def translate(self, text: str) -> str:
        """Return what becomes of *text*."""
        if text.isascii():
            return text.translate(self._learnt)
        data = common(text)
        if data is not None:
            data = data.translate(None, self._dropped)
            return codecs.charmap_decode(data, "strict", self._decoding)[0]
        if self._changing is None:
            return text.translate(self._learnt)
        for sign, result in self._between:
            text = text.replace(sign, result)
        return self._changing.sub(self._changed, text)

    def _changed(self, match: re.Match[str]) -> str:
        return match[0].translate(self._learnt)


def common(text: str) -> bytes | None:
    """Return the number of each sign of *text* in ``COMMON``; None if one is not there."""
    try:
        return codecs.charmap_encode(text, "strict", _ENCODING)[0]
    except UnicodeEncodeError:
        return None
