"""Several styles at once: their order decides, and nothing of them is lost."""

import pytest

from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.style_merging import merged_style, style_names
from bot.domain.styles import Style
from bot.errors import InvalidRequest, StyleError

INK = Style(name="ink", prompt="ink of {prompt}", negative_prompt="colour, blur")
NEON = Style(
    name="neon",
    prompt="neon lights",
    negative_prompt="blur, daylight",
    options={"steps": "30", "loras": "glow:0.5, line:1", "hires": "on"},
)
BIG = Style(name="big", options={"steps": "40", "loras": "glow:0.9", "hires": "1024x1024"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ink", ("ink",)),
        (" ink ,  neon  glow", ("ink", "neon glow")),
        ("ink, INK, neon", ("ink", "neon")),
        ("ink、neon", ("ink", "neon")),
        (", ,", ()),
    ],
)
def test_commas_part_names(text: str, names: tuple[str, ...]) -> None:
    assert style_names(text) == names


def test_four_styles_are_refused_with_the_number() -> None:
    with pytest.raises(StyleError, match="names 4 styles, and 3 is the most"):
        style_names("a, b, c, d")


def test_each_style_works_on_what_those_before_it_made() -> None:
    assert merged_style([INK, NEON]).prompt == "ink of {prompt}, neon lights"
    assert merged_style([NEON, INK]).prompt == "ink of {prompt}, neon lights"
    framed = Style(name="framed", prompt="a frame around ({prompt})")
    assert merged_style([INK, framed]).prompt == "a frame around (ink of {prompt})"
    assert merged_style([framed, INK]).prompt == "ink of a frame around ({prompt})"


def test_words_to_avoid_are_joined_once() -> None:
    assert merged_style([INK, NEON]).negative_prompt == "colour, blur, daylight"


def test_words_in_brackets_stay_whole() -> None:
    one = Style(name="a", negative_prompt="(blur, dark:1.2)")
    other = Style(name="b", negative_prompt="(blur, bright:1.2)")
    assert merged_style([one, other]).negative_prompt == "(blur, dark:1.2), (blur, bright:1.2)"


def test_of_an_option_the_last_style_counts_and_loras_of_all_apply() -> None:
    merged = merged_style([NEON, BIG])
    assert merged.options["steps"] == "40"
    assert merged.options["loras"] == "glow:0.9, line:1"
    request = image_request_from(
        ImagineOptions(prompt="a fox"), style=merged, defaults={"model": "m"}, seed=1
    )
    assert request.final_size_px == (1024, 1024)
    assert request.prompt == "a fox, neon lights"


def test_the_members_own_options_win_over_all() -> None:
    request = image_request_from(
        ImagineOptions(prompt="a fox", steps=5, loras="line:0"),
        style=merged_style([NEON, BIG]),
        defaults={"model": "m"},
        seed=1,
    )
    assert (request.steps, [lora.name for lora in request.loras]) == (5, ["glow"])


def test_one_style_stays_as_it_is() -> None:
    assert merged_style([NEON]) is NEON


def test_places_that_multiply_are_too_long_a_prompt_not_gigabytes() -> None:
    many = Style(name="many", prompt="{prompt}" * 240)
    merged = merged_style([many, many, many])
    assert len(merged.prompt) < 100_000  # and not 240³ places
    for words in ("a", "a fox " * 300):
        with pytest.raises(InvalidRequest, match="`prompt`") as refused:
            image_request_from(
                ImagineOptions(prompt=words), style=merged, defaults={"model": "m"}, seed=0
            )
        assert len(str(refused.value)) < 1_000
    twice = Style(name="twice", prompt="{prompt}, {prompt}")
    request = image_request_from(
        ImagineOptions(prompt="fox"),
        style=merged_style([twice, twice]),
        defaults={"model": "m"},
        seed=0,
    )
    assert request.prompt == "fox, fox, fox, fox"
