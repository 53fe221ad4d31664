"""Styles: their names, the built-in ones, and how their words join the member's."""

from pathlib import Path

import pytest

from bot.domain import sizes
from bot.domain.builtin_styles import parse_styles
from bot.domain.options import STYLE_OPTIONS, ImagineOptions, image_request_from
from bot.domain.saved_style import checked_style
from bot.domain.styles import Style, joined, style_name, styled_prompt
from bot.errors import SettingsError, StyleError

BUILT_IN = parse_styles(
    (Path(__file__).parents[3] / "config" / "styles.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("style", BUILT_IN.values(), ids=lambda style: style.name)
def test_every_built_in_style_makes_a_request(style: Style) -> None:
    made = image_request_from(
        ImagineOptions(prompt="a fox"), style=style, defaults={"model": "m"}, seed=1
    )
    assert "a fox" in made.prompt
    assert "{" not in made.prompt
    assert set(style.options) <= STYLE_OPTIONS


def test_there_are_eight_to_twelve_built_in_styles() -> None:
    assert 8 <= len(BUILT_IN) <= 12


@pytest.mark.parametrize(
    ("text", "name"), [("Noir", "noir"), ("  my  Style-2 ", "my style-2"), ("Öl", "öl")]
)
def test_a_name_is_tidied(text: str, name: str) -> None:
    assert style_name(text) == name


@pytest.mark.parametrize("text", ["", " ", "-x", "x" * 33, "a/b", "@everyone", "a`b", "_x"])
def test_a_name_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(StyleError, match="1 to 32"):
        style_name(text)


@pytest.mark.parametrize("name", ["none", " None "])
def test_what_stands_for_no_style_is_no_name_of_one(name: str) -> None:
    with pytest.raises(StyleError, match="stands for no style"):
        checked_style(Style(name=name, prompt="oil"), {"model": "m"})


def test_braces_in_a_members_prompt_are_no_placeholders() -> None:
    style = Style(name="s", prompt="{prompt}, ink")
    assert styled_prompt("{0} {prompt}", style) == "{0} {prompt}, ink"


def test_parts_are_joined_with_single_commas() -> None:
    assert joined("a, ", "", " , b", ",") == "a, b"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[x", "cannot be read"),
        ("x = 1", "x must be a table"),
        ("[x]\ncolour = 'red'", "x must be a table"),
        ("[x]\nprompt = 1", "x.prompt"),
        ("[x]\noptions = 1", "x.options"),
        ("['a/b']\nprompt = 'x'", "a/b"),
    ],
)
def test_a_broken_file_stops_the_start_with_a_line(text: str, word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        parse_styles(text)


def test_a_size_typed_in_ones_language_is_one_for_all_who_use_the_style(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as german:
        german.setattr(sizes, "format_name", {"portrait": "Hochformat"}.get)
        german.setattr(sizes, "FORMATS", {"portrait": sizes.FORMATS["portrait"]})
        options = {"size": "hochformat", "hires": " Hochformat"}
        kept = checked_style(Style(name="tall", options=options), {"model": "m"})
    made = image_request_from(
        ImagineOptions(prompt="a fox"), style=kept, defaults={"model": "m"}, seed=1
    )
    assert (made.width_px, made.height_px, made.final_size_px) == (512, 768, (512, 768))
