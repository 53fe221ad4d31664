"""The option `advanced`: reading it, writing it, and what is offered while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.advanced import ADVANCED_NAMES, advanced_text, parse_advanced
from bot.domain.advanced_suggest import advanced_suggestions
from bot.errors import InvalidRequest

LINES = st.text(alphabet='ab_=" \\clip_skip1ü', max_size=60)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("", {}),
        ("  ", {}),
        ("clip_skip=2", {"clip_skip": "2"}),
        ("CLIP-SKIP=2  rounds=3", {"clip_skip": "2", "rounds": "3"}),
        ('upscaler="R-ESRGAN 4x+" format=webp', {"upscaler": "R-ESRGAN 4x+", "format": "webp"}),
        ('upscaler="never closed', {"upscaler": "never closed"}),
        ("rounds=1 rounds=2", {"rounds": "2"}),
        (r'upscaler="a \"b\" \\"', {"upscaler": 'a "b" \\'}),
    ],
)
def test_keys_and_values_are_read(text: str, options: dict[str, str]) -> None:
    assert parse_advanced(text) == options


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("colour=red", "`clip_skip`"),
        ("red", "`clip_skip`"),
        ("clip_skip", "`clip_skip=value`"),
        ("clip_skip=", "`clip_skip=value`"),
        ('clip_skip=""', "`clip_skip=value`"),
        ("clip_skip = 2", "`clip_skip=value`"),
        ("=2", "`clip_skip`"),
        ('"clip_skip=2"', "`clip_skip`"),
    ],
)
def test_what_cannot_be_read_is_shown_how(text: str, shown: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_advanced(text)
    assert shown in str(caught.value)
    assert caught.value.field == "advanced"


@given(LINES)
def test_any_line_is_read_or_refused(text: str) -> None:
    try:
        options = parse_advanced(text)
    except InvalidRequest:
        return
    assert set(options) <= set(ADVANCED_NAMES)


VALUES = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)


@given(st.dictionaries(st.sampled_from(ADVANCED_NAMES), VALUES))
def test_what_is_written_is_read_back(options: dict[str, str]) -> None:
    assert parse_advanced(advanced_text(options)) == options


@given(LINES)
def test_suggestions_stay_within_discords_limits(text: str) -> None:
    suggestions = advanced_suggestions(text)
    assert len(suggestions) <= 25
    assert len({line for _, line in suggestions}) == len(suggestions)
    for label, line in suggestions:
        assert 1 <= len(label) <= 100
        assert 1 <= len(line) <= 100


def values(text: str) -> list[str]:
    return [line for _, line in advanced_suggestions(text)]


def test_keys_are_offered_first() -> None:
    assert "clip_skip=1" in values("")
    assert 'upscaler="R-ESRGAN 4x+"' not in values("")
    assert values("cl")[0] == "clip_skip=1"


def test_the_line_so_far_is_kept() -> None:
    assert values("clip_skip=2 for") == ["clip_skip=2 format=png", "clip_skip=2 for"]


def test_a_key_already_given_is_not_offered_again() -> None:
    assert not any(line.endswith("clip_skip=1") for line in values("clip_skip=2 "))


def test_values_are_offered_after_the_sign() -> None:
    assert values("rounds=2 format=") == [
        "rounds=2 format=png",
        "rounds=2 format=jpeg",
        "rounds=2 format=webp",
        "rounds=2 format=",
    ]


def test_values_with_blanks_are_completed_in_quotes() -> None:
    assert values('upscaler="R-ESRGAN 4x+ A')[0] == 'upscaler="R-ESRGAN 4x+ Anime6B"'


def test_every_finished_suggestion_can_be_read() -> None:
    for text in ("", "clip_skip=2 ", "upscaler=", "control_mode=", "nsfw_detection="):
        for line in values(text):
            if line != text.strip():
                assert parse_advanced(line)
