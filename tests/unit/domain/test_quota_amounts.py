"""What a moderator writes as a quota."""

import pytest

from bot.domain.quota_amounts import Given, Word, changed, parse_images, parse_money
from bot.domain.quotas import UNLIMITED, Allowance
from bot.errors import InvalidRequest
from bot.texts import in_language


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("0", 0),
        ("50", 50),
        ("1,000", 1_000),
        ("10.000.000", 10_000_000),
        ("None", Word.NONE),
        (" unlimited ", Word.UNLIMITED),
    ],
)
def test_images_are_read(text: str, given: Given) -> None:
    assert parse_images(text) == given


@pytest.mark.parametrize(
    ("text", "given"), [("Keine", Word.NONE), ("unbegrenzt", Word.UNLIMITED), ("none", Word.NONE)]
)
def test_words_are_read_in_the_moderators_language_and_in_english(text: str, given: Given) -> None:
    with in_language("de"):
        assert parse_images(text) == given


@pytest.mark.parametrize(
    "text", ["-1", "ten", "", "10000001", "5 %", "\N{ARABIC-INDIC DIGIT FIVE}"]
)
def test_what_is_no_number_of_images_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(InvalidRequest, match="whole number from 0 to 10,000,000"):
        parse_images(text)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("5", 5_000_000),
        ("$5.50", 5_500_000),
        ("5,5", 5_500_000),
        ("0.000001 $", 1),
        ("1000000", 10**12),
        ("none", Word.NONE),
    ],
)
def test_money_is_read(text: str, given: Given) -> None:
    assert parse_money("money", text, "$") == given


@pytest.mark.parametrize("text", ["-1", "1.0000001", "1000000.01", "€5", "a lot", "", "1.2.3"])
def test_what_is_no_sum_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(InvalidRequest, match=r"at most \$1,000,000.00") as refused:
        parse_money("ask_above", text, "$")
    assert refused.value.field == "ask_above"


@pytest.mark.parametrize(
    ("before", "images", "money", "after"),
    [
        (None, 5, None, Allowance(images=5)),
        (Allowance(images=5), None, 7, Allowance(images=5, cost_micros=7)),
        (Allowance(images=5, cost_micros=7), Word.NONE, None, Allowance(cost_micros=7)),
        (Allowance(images=5), Word.NONE, None, None),
        (None, Word.NONE, None, None),
        (Allowance(images=5), Word.UNLIMITED, None, UNLIMITED),
        (None, None, Word.UNLIMITED, UNLIMITED),
        (UNLIMITED, Word.NONE, None, None),
        (UNLIMITED, 0, None, Allowance(images=0)),
    ],
)
def test_what_is_not_given_stays(
    before: Allowance | None, images: Given | None, money: Given | None, after: Allowance | None
) -> None:
    assert changed(before, images, money) == after
