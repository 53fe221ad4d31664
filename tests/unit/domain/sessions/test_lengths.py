"""Lengths as people write them."""

import pytest

from bot.domain.sessions.lengths import seconds_in


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
