"""The quick ways of reading a text come to what the plain ones come to, in every script."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.moderation.words import disguises, folding, looking
from bot.domain.moderation.words.folding import _fold_in_rounds, fold, words
from bot.domain.moderation.words.letters import _FLAGS, _STREAMS, collapsed, stream
from bot.domain.moderation.words.listed import Listed
from bot.domain.moderation.words.looking import Hit, Searcher
from bot.domain.moderation.words.scripts import is_kept_mark, is_unparted
from bot.domain.moderation.words.sign_tables import COMMON, STEADY, SignTable
from bot.domain.moderation.words.terms import TermKind
from tests.unit.domain.moderation.words.evasions import EVASIONS
from tests.unit.domain.moderation.words.innocents import EXCEPTIONS, TERMS

_TABLES = {
    "folding": folding._FOLDED,
    "parting": folding._PARTED,
    "edges": disguises._INNER,
    **{f"letters {key}": table for key, table in _STREAMS.items()},
    **{f"flags {key}": table for key, table in _FLAGS.items()},
}
_SCRIPTS = (
    *("aeiklnopsuvxzABIKNOS", "0123456789@$!|+×§", " .,-_*#:'’`´–—…(){}<>&\\\n", "àéîßøłñçÉİı"),
    *("абвгдеёжзийлнопрсухыяАВЕЙНОРСїґ", "αβγδεςσάέΑΣ", "אבגדךםןצ", "ابتثأإآىةکی،ـ"),
    *("あいがぱアガパーｱﾞ々・、。！", "海山裸体一工口力", "가나닭보지ㄱㅏ각", "กขเย็ดฯ", "रंडीकि"),
    *("𝓷𝓾𝓭𝓮ⓝⓤɴᴜⁿᵘ🇳🇺😀", "\u200b\u200d\u00ad\u3164\u0301\u0336\u20dd\u3099\u202e\u202c", "ǝɐɔʇ"),
)
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(_SCRIPTS), min_size=1, max_size=3, unique=True).flatmap(
        lambda scripts: st.text(alphabet="".join(scripts), max_size=80)
    ),
    st.lists(st.sampled_from([row.text for row in EVASIONS]), max_size=3).map(" ".join),
)
_SEARCHER = Searcher(
    [
        *(Listed(kind=TermKind.WORD, text=text) for text in (*TERMS, "kkk", "nudes")),
        *(Listed(kind=TermKind.EXCEPTION, text=text) for text in EXCEPTIONS),
        Listed(kind=TermKind.PATTERN, text=r"a.?b"),
    ]
)


@contextmanager
def _plainly() -> Iterator[None]:
    """Read everything sign by sign, and fold in rounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SignTable, "translate", _sign_by_sign)
        patch.setattr(looking, "fold", _fold_in_rounds)
        patch.setattr(looking, "words", _plain_words)
        patch.setattr(disguises, "collapsed", _plainly_collapsed)
        yield


def _sign_by_sign(table: SignTable, text: str) -> str:
    return "".join(table[sign] or "" for sign in text)


def _plainly_collapsed(letters: str) -> str:
    return "".join(letter for letter, _same in groupby(letters))


def _plain_words(folded: str) -> str:
    found, before = "", ""
    for sign in folded:
        is_part = (sign.isalnum() or is_kept_mark(sign)) and sign != "_"
        if not is_part or (before and is_unparted(before) != is_unparted(sign)):
            found += " "
        found += sign if is_part else ""
        before = sign if is_part else ""
    return f" {' '.join(found.split())} "


@given(_TEXTS)
@example("a'b`c’d")
@example("ガパ ーが")
def test_folding_at_once_is_folding_in_rounds(text: str) -> None:
    assert fold(text) == _fold_in_rounds(text)


@given(_TEXTS)
def test_words_are_parted_as_if_sign_by_sign(text: str) -> None:
    assert words(fold(text)) == _plain_words(fold(text))


@given(_TEXTS)
@example("aaabbbaab")
def test_of_letters_that_repeat_each_other_one_is_left(text: str) -> None:
    letters = stream(fold(text))
    assert collapsed(letters) == _plainly_collapsed(letters)


@pytest.mark.parametrize("table", _TABLES.values(), ids=_TABLES.keys())
@given(text=_TEXTS)
def test_a_table_says_of_a_text_what_it_says_of_its_signs(table: SignTable, text: str) -> None:
    assert table.translate(text) == _sign_by_sign(table, text)


@pytest.mark.parametrize("table", _TABLES.values(), ids=_TABLES.keys())
def test_what_a_table_leaves_of_a_script_it_leaves_of_all_its_letters(table: SignTable) -> None:
    for first, last in STEADY:
        letters = [chr(code) for code in range(ord(first), ord(last) + 1)]
        if table[first] == first:
            assert [sign for sign in letters if table[sign] != sign] == []


def test_common_signs_fold_to_the_same_whatever_stands_beside_them() -> None:
    for sign, other in product(COMMON, "aи'’- 1"):
        if not {sign, other} & set("'’`"):  # which go from between letters
            assert _fold_in_rounds(other + sign + other) == fold(other) + fold(sign) + fold(other)


@given(_TEXTS)
def test_what_is_found_is_found_the_plain_way_too(text: str) -> None:
    quickly: tuple[Hit, ...] = _SEARCHER.look(text)
    with _plainly():
        assert _SEARCHER.look(text) == quickly
