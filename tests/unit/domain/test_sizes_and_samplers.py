"""Sizes and samplers as members write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranges import TIMES
from bot.domain.samplers import Sampler, parse_sampler, sampler_suggestions
from bot.domain.sizes import FORMATS, Size, parse_size, size_suggestions
from bot.errors import InvalidRequest
from bot.texts import in_language
from tests.unit.texts.pseudo import pseudo_language_for

SIDE = st.integers(1, 2048)


@given(SIDE, SIDE, st.sampled_from(["x", "X", "\u00d7", "*", " x ", " \u00d7"]))
def test_every_size_in_range_is_read_back(width_px: int, height_px: int, sign: str) -> None:
    assert parse_size(f"{width_px}{sign}{height_px}") == Size(width_px, height_px)


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,5}x[0-9]{1,5}", fullmatch=True))
def test_any_text_is_a_size_in_range_or_refused(text: str) -> None:
    with suppress(InvalidRequest):
        size = parse_size(text)
        assert 0 < size.width_px <= 2048
        assert 0 < size.height_px <= 2048


@pytest.mark.parametrize("text", ["0x0", "9999x9999", "512", "axb", "", "-1x5", "2049x1", "1x0"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        parse_size(text)


def test_formats_are_offered_with_their_pixels() -> None:
    assert size_suggestions("")[0] == ("square (512\u00d7512)", "square")
    assert [value for _, value in size_suggestions("port")] == ["portrait", "large-portrait"]
    assert [value for _, value in size_suggestions("512\u00d7768")] == ["512x768", "portrait"]
    assert size_suggestions("9999x9999") == []


def test_every_format_is_a_size_that_is_allowed() -> None:
    for name, size in FORMATS.items():
        assert parse_size(name) == parse_size(str(size)) == size


def test_there_are_thirty_samplers_and_each_is_found_by_its_name() -> None:
    assert len(Sampler) == 30
    for sampler in Sampler:
        assert parse_sampler(sampler.lower()) is sampler


@given(st.text("eulr a+dpm2", max_size=30))
def test_any_text_is_a_sampler_or_refused(text: str) -> None:
    with suppress(InvalidRequest):
        assert parse_sampler(text) in Sampler


@pytest.mark.parametrize("text", ["", "?", "eular", "x" * 6000])
def test_the_closest_sampler_is_named(text: str) -> None:
    with pytest.raises(InvalidRequest, match="the closest one is"):
        parse_sampler(text)


def test_samplers_are_searched_by_every_word() -> None:
    assert sampler_suggestions("3m karras") == ["DPM++ 3M SDE Karras"]
    assert len(sampler_suggestions("")) == 30


def test_a_format_is_typed_by_its_name_in_the_members_language_or_in_english() -> None:
    with pseudo_language_for("de"), in_language("de"):
        assert parse_size("⟦Tall⟧") == parse_size("tall") == FORMATS["tall"]
        assert size_suggestions("⟦tall⟧") == [(f"⟦tall⟧ (576{TIMES}1024)", "tall")]
