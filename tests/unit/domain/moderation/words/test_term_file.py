"""Which terms are kept, and a server's list as a file."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moderation.words.term_file import term_file, terms_in_file
from bot.domain.moderation.words.term_rules import TooManyTerms, check_count, checked_term
from bot.domain.moderation.words.terms import (
    MAX_PATTERNS,
    MAX_TERM_LENGTH,
    MAX_TERMS,
    Term,
    TermAction,
    TermKind,
)
from bot.errors import InvalidRequest, UserError

_WORDS = st.from_regex(r"[a-zа-я裸]{2,10}( [a-z]{2,10})?", fullmatch=True)


@pytest.mark.parametrize("text", ["", "  ", "a", "!", "!!!", "🙂", "x" * (MAX_TERM_LENGTH + 1)])
def test_what_would_be_found_everywhere_or_nowhere_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        checked_term(TermKind.WORD, text)


@pytest.mark.parametrize("text", ["ab", "裸", "x" * MAX_TERM_LENGTH, "69", "f*ck off"])
def test_other_words_are_kept(text: str) -> None:
    assert checked_term(TermKind.WORD, text).text == text


def test_words_are_kept_in_one_way_of_writing() -> None:
    assert checked_term(TermKind.WORD, "  Moby \n DICK ").text == "moby dick"
    assert checked_term(TermKind.PATTERN, r" \bA\b ").text == r"\bA\b"


@given(
    st.lists(
        st.builds(
            checked_term,
            st.sampled_from(TermKind),
            _WORDS,
            st.sampled_from(TermAction),
        ),
        min_size=1,
        unique_by=lambda term: (term.kind, term.text),
    )
)
def test_what_is_exported_is_imported_again(terms: list[Term]) -> None:
    again = terms_in_file(term_file(terms))
    assert [(term.kind, term.text) for term in again] == [(t.kind, t.text) for t in terms]
    assert all(
        one.action is other.action
        for one, other in zip(again, terms, strict=True)
        if one.kind is not TermKind.EXCEPTION
    )


def test_a_plain_text_is_a_list_of_words() -> None:
    terms = terms_in_file(b"# mine\ncat\n\ndog, and cow\nCAT\n")
    assert [term.text for term in terms] == ["cat", "dog, and cow"]
    assert {term.action for term in terms} == {TermAction.BLOCK}


def test_columns_may_be_left_empty() -> None:
    (term,) = terms_in_file(b"kind,text,action\n,cat,\n")
    assert term == Term(kind=TermKind.WORD, text="cat")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n \n",
        b"\xff\xfe",
        b"kind,text,action\nnonsense,cat,block\n",
        b"kind,text,action\nword,cat,burn\n",
        b"kind,text,action\npattern,(,block\n",
        b"kind,text,action\nword\n",
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(data: bytes) -> None:
    with pytest.raises(UserError):
        terms_in_file(data)


@pytest.mark.parametrize(
    ("row", "told"),
    [(b"nonsense,cat,block", "`kind` cannot be `nonsense`"), (b",cat,burn", "`action` cannot be")],
)
def test_the_wrong_column_is_named(row: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told):
        terms_in_file(b"kind,text,action\n" + row + b"\n")


def test_the_wrong_line_is_named() -> None:
    with pytest.raises(UserError, match="Line 3"):
        terms_in_file(b"kind,text,action\nword,cat,block\npattern,(,block\n")


def test_a_file_holds_as_many_as_a_server_may_have_and_no_more() -> None:
    lines = [f"word{number}" for number in range(MAX_TERMS)]
    assert len(terms_in_file("\n".join(lines).encode())) == MAX_TERMS
    with pytest.raises(TooManyTerms):
        terms_in_file("\n".join([*lines, "one more"]).encode())


def test_words_and_patterns_are_counted_apart() -> None:
    check_count(MAX_TERMS, MAX_PATTERNS)
    with pytest.raises(TooManyTerms, match="words"):
        check_count(MAX_TERMS + 1, 0)
    with pytest.raises(TooManyTerms, match="patterns"):
        check_count(0, MAX_PATTERNS + 1)


@pytest.mark.parametrize("text", ["=1+1()", "'=1+1()", "@sum(a)", "-cat", "＋cat"])
def test_no_spreadsheet_runs_what_is_exported(text: str) -> None:
    terms = [Term(kind=TermKind.PATTERN, text=text, action=TermAction.BLOCK)]
    (cells,) = [*csv.reader(term_file(terms).decode("utf-8-sig").splitlines())][1:]
    assert cells[1] == f"'{text}"
    (again,) = terms_in_file(term_file(terms))
    assert again.text == text
