"""Admins' patterns: which are taken, and that none of them takes long."""

import pytest

from bot.domain.moderation.words.patterns import Patterns, checked_pattern
from bot.domain.moderation.words.terms import MAX_PATTERN_LENGTH
from bot.errors import InvalidRequest


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?=cat)",  # look-around
        r"(a)\1",  # back-reference
        r"(",
        r"[z-a]",
        r"*",
        r"((a{1,100}){1,100})",
        r".*",
        r"a?",
        r"",
        "   ",
        "a" * (MAX_PATTERN_LENGTH + 1),
        r"(\pL{1,500}){2}",
    ],
)
def test_what_cannot_be_used_is_refused_and_named(pattern: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        checked_pattern(pattern)
    assert "pattern" in str(caught.value)


def test_the_reason_is_told() -> None:
    with pytest.raises(InvalidRequest, match="look-around"):
        checked_pattern(r"(?=cat)")


@pytest.mark.parametrize("pattern", [r"\bcat\b", r"(a+)+$", r"(?i)Cat", "a" * MAX_PATTERN_LENGTH])
def test_what_can_be_used_is_returned(pattern: str) -> None:
    assert checked_pattern(pattern) == pattern


def test_patterns_are_found_by_number_in_any_of_the_texts() -> None:
    patterns = Patterns([r"cat", r"dog", r"c.t"])
    assert patterns.found(["a cat"]) == {0, 2}
    assert patterns.found(["a cow", "a dog"]) == {1}
    assert patterns.found(["a cow"]) == frozenset()


def test_no_patterns_find_nothing() -> None:
    assert Patterns([]).found(["anything"]) == frozenset()


def test_a_pattern_that_would_take_for_ever_elsewhere_ends() -> None:
    patterns = Patterns([r"(a+)+$", r"(a|aa)+$", r"(.*a){20}b"])
    assert patterns.found(["a" * 10_000 + "!"]) == frozenset()


def test_a_hundred_of_the_largest_patterns_still_find() -> None:
    heavy = [f"x{number}" + r"(\w{1,20}[a-z ]{1,20}){1,5}y" for number in range(99)]
    assert all(checked_pattern(pattern) for pattern in heavy)
    patterns = Patterns([*heavy, "needle"])
    text = " ".join(f"x{number}abc def ghi" for number in range(99)) + " needle y"
    assert 99 in patterns.found([text])
