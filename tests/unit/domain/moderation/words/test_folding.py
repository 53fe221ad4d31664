"""Folding, for any text whatever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moderation.words.folding import MAX_LENGTH, fold, words
from bot.domain.moderation.words.listed import Listed
from bot.domain.moderation.words.looking import Searcher, TooLong
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.request_texts import LookedAt
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermKind

_INVISIBLE = st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\ufe0f\u115f\u3164\u034f")
_LONGEST_EXPANSION = 18  # of one sign: U+FDFA
_ORDINARY = (
    *("pen", "is", "as", "an", "al", "us", "the", "rap", "an", "us", "ex", "so", "on"),
    *("but", "ton", "cat", "red", "hit", "it", "men", "sun", "old", "at", "in", "or", "to"),
)
_POLICY = PromptPolicy(
    StartingWords(),
    [
        Term(kind=TermKind.WORD, text=text)
        for text in ("penis", "anal", "anus", "essex", "titan", "button", "nude", "golden")
    ],
)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_have_one_blank_around_each(text: str) -> None:
    found = words(fold(text))
    assert found.startswith(" ")
    assert found.endswith(" ")
    assert "  " not in found.strip()


@given(st.text())
def test_the_result_is_bounded(text: str) -> None:
    assert len(fold(text)) <= _LONGEST_EXPANSION * len(text)


@given(st.text(max_size=400))
def test_no_text_is_too_much_for_the_policy(text: str) -> None:
    _POLICY.look([LookedAt("prompt", text)])


@given(st.text(alphabet="nude nuDE.-_*|013!pпеis😀\u200b(:1.1)<>&\\\n裸体", max_size=200))
def test_no_strange_text_is_too_much_for_the_policy(text: str) -> None:
    _POLICY.look([LookedAt("prompt", text)])


@given(
    st.sampled_from(("a nude on a sofa", "n.u.d.e", "пude", "a cat in Essex", "a pen is red")),
    st.data(),
)
def test_invisible_signs_anywhere_change_nothing(text: str, data: st.DataObject) -> None:
    before = _POLICY.decide([LookedAt("prompt", text)]).verdict
    for _ in range(3):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + data.draw(_INVISIBLE) + text[place:]
    assert _POLICY.decide([LookedAt("prompt", text)]).verdict is before


@given(
    st.lists(st.sampled_from(_ORDINARY), min_size=1, max_size=8),
    st.sampled_from((" ", ". ", ", ", "! ", "? ", "\n", "; ")),
)
def test_ordinary_words_beside_each_other_are_never_one(parts: list[str], between: str) -> None:
    assert _POLICY.decide([LookedAt("prompt", between.join(parts))]).is_allowed


@given(st.sampled_from(("nu", "go", "tita", "pe")), st.sampled_from(("de", "lden", "n", "nis")))
def test_parts_of_a_word_are_not_joined_across_a_sentence(first: str, second: str) -> None:
    assert _POLICY.decide([LookedAt("prompt", f"a {first}. {second} here")]).is_allowed


def test_a_text_of_the_greatest_length_is_looked_through_to_its_end() -> None:
    searcher = Searcher([Listed(kind=TermKind.WORD, text="nude")])
    text = "cat " * ((MAX_LENGTH - 4) // 4) + "nude"
    assert len(text) == MAX_LENGTH
    assert len(searcher.look(text)) == 1
    with pytest.raises(TooLong):
        searcher.look(text + "!")


def test_a_text_that_grows_too_long_when_folded_is_refused_as_well() -> None:
    searcher = Searcher([Listed(kind=TermKind.WORD, text="nude")])
    with pytest.raises(TooLong):
        searcher.look("\ufdfa" * (MAX_LENGTH // 10))
