"""Lengths as people write them."""

import pytest

from bot.domain.sessions.lengths import seconds_in
from bot.texts import in_language


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 5_400),
        ("45 min", 2_700),
        ("45min", 2_700),
        ("2 h", 7_200),
        ("1 day", 86_400),
        ("3 DAYS", 259_200),
        ("1 h 30 min", 5_400),
        ("1h, 30m", 5_400),
        ("0", 0),
    ],
)
def test_what_is_understood(text: str, seconds: int) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "-5", "1.5 h", "two h", "5 weeks", "h", "9" * 300, "1 2", "5 min!", "٣"]
)
def test_what_is_not(text: str) -> None:
    assert seconds_in(text) is None


@pytest.mark.parametrize(
    ("language", "text", "seconds"),
    [
        ("de", "1 Tag", 86_400),
        ("de", "2 Stunden 30 Min", 9_000),
        ("de", "2 hours", 7_200),
        ("es-ES", "2 días", 172_800),
        ("ja", "3日", 259_200),
        ("ja", "1時間 30分", 5_400),
    ],
)
def test_units_of_the_readers_language_are_understood_beside_the_english_ones(
    language: str, text: str, seconds: int
) -> None:
    with in_language(language):
        assert seconds_in(text) == seconds
