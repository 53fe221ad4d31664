"""The service's own sentences are made fit for members, and its pauses sane."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.providers.retry_after import MAX_RETRY_AFTER_S, retry_after_s
from bot.providers.sentence import service_sentence


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("steps out of range", "steps out of range"),
        ("two\nlines\tand\x00 more", "two lines and more"),
        ("see https://x.example/a?key=1 for more", "see … for more"),
        ("see www.x.example.", "see …"),
        ("Authorization: Bearer abc.def", "… abc.def"),
        ("Bearer abc.def is wrong", "… is wrong"),
        ("api_key=12345", "…"),
        ("sk_live_1234567 is wrong", "… is wrong"),
        ("token 0123456789abcdef0123456789abcdef is wrong", "token … is wrong"),
        ("task 2b7e0a4c-6a0f-4d0b-9a53-0f6f3d1c9e11 failed", "task … failed"),
        (
            "no model dreamshaper_5BakedVae_and_a_very_long_name_8_0.safetensors",
            "no model dreamshaper_5BakedVae_and_a_very_long_name_8_0.safetensors",
        ),
        ("", ""),
    ],
)
def test_links_keys_and_line_breaks_are_taken_out(said: str, shown: str) -> None:
    assert service_sentence(said) == shown


def test_a_sentence_has_at_most_200_characters() -> None:
    sentence = service_sentence("word " * 100_000)

    assert len(sentence) == 200
    assert sentence.endswith("…")


dates = st.builds(
    "Sun, {} Mar {} 12:00:{} {}".format,
    st.integers(-1, 40),
    st.integers(0, 99_999),
    st.integers(0, 99),
    st.sampled_from(["GMT", "-0000", "+9999", "-99999999", ""]),
)


@settings(deadline=None)
@given(header=st.text(max_size=40) | dates | st.integers().map(str) | st.floats().map(str))
def test_any_pause_is_sane_or_none(header: str) -> None:
    pause_s = retry_after_s(header, datetime(2026, 3, 1, tzinfo=UTC))

    assert pause_s is None or 0 <= pause_s <= MAX_RETRY_AFTER_S
