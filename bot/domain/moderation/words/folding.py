"""Folding: one way of writing for every way of writing a word, in every script."""

import re
import unicodedata
from typing import ClassVar

from bot.domain.moderation.words.lookalikes import ORNAMENTS
from bot.domain.moderation.words.scripts import KEPT_MARKS, UNPARTED, is_kept_mark
from bot.domain.moderation.words.sign_tables import SignTable, common

MAX_LENGTH = 16_000  # of a text that is looked through; what is longer is refused whole
_SHORT = 1_500  # so much is never cut while it is folded: a sign becomes 18 at most
_ROUNDS = 6  # until nothing changes any more; two are mostly enough

# Blank though Unicode calls them letters, symbols or marks: Hangul fillers, Braille, Khmer.
_DROPPED = frozenset({"Cf", "Cs", "Co", "Mn", "Me", "Mc"})  # but for the marks that are kept
_BLANKS = frozenset({"Cc", "Zs", "Zl", "Zp"})
_LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
_KATAKANA_TO_HIRAGANA = 0x60
# The last one is the Arabic tatweel, which only draws a word out.
_BLANK_LETTERS = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u180b\u180c\u180d\u180f\u0640"
)
_MODIFIERS = frozenset(map(chr, range(0x2B0, 0x300)))
_ARABIC = dict(zip("أإآٱىةکیؤئھہ", "اااايهكيويهه", strict=True))
_HEBREW_FINALS = dict(zip("ךםןףץ", "כמנפצ", strict=True))
_OPEN_SYLLABLE = re.compile("([가-힣])([ᄀ-ᄒ])(?![ᅡ-ᅵ])")
_STRAY_JAMO = re.compile("[ᄀ-ᄒ]")
_FINALS = "ᄀᄁ ᄂ  ᄃᄅ       ᄆᄇ ᄉᄊᄋᄌᄎᄏᄐᄑᄒ"
_APOSTROPHE = re.compile(r"(?<=[^\W_])['’ʼ`´](?=[^\W_])")
_ASCII_WORDS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})
_SEPARATOR = re.compile(rf"[^\w{KEPT_MARKS}]|_")
_UNPARTED_RUN = re.compile(f"([{UNPARTED}]+)")
_IS_UNPARTED = re.compile(f"[ {UNPARTED}]*")


class _Signs(dict[int, str | None]):
    """What each sign becomes; learnt as signs are met, and there are only so many."""

    _OTHERS: ClassVar = {**ORNAMENTS, **_ARABIC, **_HEBREW_FINALS}

    def __missing__(self, code: int) -> str | None:
        self[code] = result = self._of(chr(code))
        return result

    def _of(self, sign: str) -> str | None:
        category = unicodedata.category(sign)
        if category in _DROPPED or sign in _BLANK_LETTERS:
            return sign if is_kept_mark(sign) and sign not in _BLANK_LETTERS else None
        if category in _BLANKS:
            return "\n" if sign in _LINE_ENDS else " "
        if category == "Nd":
            return str(unicodedata.decimal(sign))
        if sign in _MODIFIERS:
            return "'"  # apostrophes, and what looks like a dash or dot and counts as a letter
        if "ァ" <= sign <= "ヶ":
            return chr(ord(sign) - _KATAKANA_TO_HIRAGANA)  # katakana is read as hiragana
        return self._OTHERS.get(sign, sign)


_SIGNS = _Signs()
_CLINGS = "\ue000"  # stands for a sign that does something to others; nothing folds to it
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")


def _folded_sign(sign: str) -> str:
    """Return what *sign* is folded to, whatever stands beside it; marks and jamo are not so."""
    parts = unicodedata.normalize("NFKD", sign)
    folded = _fold_in_rounds(sign)
    clings = unicodedata.category(sign)[0] == "M" or unicodedata.category(parts[0])[0] == "M"
    is_whole = "가" <= sign <= "힣"  # a syllable is taken apart and put together again
    if clings or _JAMO.search(folded) or (_JAMO.search(parts) and not is_whole):
        return _CLINGS
    return folded


def _parted_sign(sign: str) -> str:
    """Return a blank for a sign that parts words, the others as they are."""
    return " " if _SEPARATOR.match(sign) else sign


def fold(text: str) -> str:
    """Return *text* in the one way of writing in which texts and terms are compared.

    Lower case, without accents, ornaments and invisible signs; folding twice changes nothing.
    Letters of living scripts that look like others stay what they are: a word of one script is no
    disguise by itself.
    """
    if len(text) <= _SHORT or text.isascii():
        folded = _FOLDED.translate(text)
        if _CLINGS not in folded:
            return _without_apostrophes(folded)
    return _fold_in_rounds(text)


def _fold_in_rounds(text: str) -> str:
    for _ in range(_ROUNDS):
        folded = _folded_once(text)
        if folded == text:
            break
        text = folded[: 2 * MAX_LENGTH]
    return text


def words(folded: str) -> str:
    """Return the words of a folded text with one blank before, between and after them.

    Scripts that do not part words stand apart from those that do.
    """
    if folded.isascii():
        return f" {' '.join(folded.translate(_ASCII_WORDS).split())} "
    parted = _PARTED.translate(folded)
    if common(parted) is None and not _IS_UNPARTED.fullmatch(parted):
        parted = " ".join(_UNPARTED_RUN.split(parted))
    return f" {' '.join(parted.split())} "


def _folded_once(text: str) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(_SIGNS)
    text = unicodedata.normalize("NFKC", text)
    if _STRAY_JAMO.search(text):
        text = _OPEN_SYLLABLE.sub(_closed, text)
    return _without_apostrophes(text)


def _without_apostrophes(text: str) -> str:
    if "'" in text or "`" in text:
        return _APOSTROPHE.sub("", text)
    if text.isascii() or not ("’" in text or "ʼ" in text or "´" in text):
        return text
    return _APOSTROPHE.sub("", text)


def _closed(match: re.Match[str]) -> str:
    """Close a Hangul syllable with a consonant that was written after it."""
    syllable, consonant = ord(match[1]) - 0xAC00, match[2]
    final = _FINALS.find(consonant)
    if syllable % 28 or final < 0:
        return match[0]
    return chr(0xAC00 + syllable + final + 1)


_FOLDED = SignTable(_folded_sign)
_PARTED = SignTable(_parted_sign)
