"""Which scripts part their words with blanks, and which marks are letters of their own."""

import re

# Written without blanks between words, or (Hangul) with endings that cling to the word.
UNPARTED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff"  # Tibetan
    "\u1000-\u109f"  # Myanmar
    "\u1100-\u11ff"  # Hangul jamo
    "\u1780-\u17ff"  # Khmer
    "\u3005-\u3007\u3041-\u30ff\u3105-\u312f"  # Kana, Bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"  # Han, Hangul
    "\U00020000-\U0003ffff"
)
# Vowels and such, which Unicode calls marks: without them other words would be left.
KEPT_MARKS = (
    "\u0900-\u0903\u093a\u093b\u093e-\u094f\u0955-\u0957\u0962\u0963"  # Devanagari
    "\u0980-\u0dff"  # the other scripts of India
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece"
    "\u0f18-\u0f84\u102b-\u103e\u1056-\u109d\u17b4-\u17d3"
    "\u3099\u309a"  # of kana; they melt into the letter before them
)
WORD = rf"[^\W_]|[{KEPT_MARKS}]"

_UNPARTED = re.compile(f"[{UNPARTED}]")
_KEPT_MARK = re.compile(f"[{KEPT_MARKS}]")


def is_unparted(sign: str) -> bool:
    """Tell whether words of the sign's script stand without blanks."""
    return _UNPARTED.match(sign) is not None


def is_kept_mark(sign: str) -> bool:
    """Tell whether the mark *sign* is a letter of its own."""
    return _KEPT_MARK.match(sign) is not None


def is_letter(sign: str) -> bool:
    """Tell whether *sign* is part of words, digits not counted."""
    return (sign.isalpha() if sign else False) or (bool(sign) and is_kept_mark(sign))
