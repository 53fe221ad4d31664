"""A moderator reads whole words around a hit, and always the hit itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moderation.words.excerpts import MAX_EXCERPT, excerpt

TEXT = "a wide landscape with mountains and one dragon flying over the silent valley at dawn"


def around(text: str, hit: str) -> str:
    start = text.index(hit)
    return excerpt(text, start, start + len(hit))


def test_words_are_not_cut() -> None:
    assert around(TEXT, "dragon") == "…with mountains and one dragon flying over the silent…"


def test_a_short_text_is_shown_whole() -> None:
    assert around("one dragon at dawn", "dragon") == "one dragon at dawn"


@pytest.mark.parametrize("hit", ["a wide", "at dawn"])
def test_no_ellipsis_stands_where_the_text_begins_or_ends(hit: str) -> None:
    shown = around(TEXT, hit)
    assert shown.startswith("…") != shown.endswith("…")
    assert hit in shown


def test_a_script_without_blanks_is_cut_where_it_must_be() -> None:
    text = "山" * 60 + "竜" + "谷" * 60
    assert around(text, "竜") == "…" + "山" * 24 + "竜" + "谷" * 24 + "…"


@given(st.text("ab ", max_size=150), st.integers(0, 150), st.integers(1, 150))
def test_the_hit_is_inside_however_it_lies(text: str, start: int, length: int) -> None:
    hit = text[start : start + length]
    if not hit.strip():
        return
    shown = excerpt(text, start, start + len(hit))
    assert hit[:40].strip() in shown
    assert len(shown) <= MAX_EXCERPT
