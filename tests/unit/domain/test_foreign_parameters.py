"""What other tools have written about a picture, and the options of ours that come nearest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.command_text import options_line
from bot.domain.foreign_parameters import ForeignParameters, parse_parameters
from bot.domain.nearest_options import nearest_options
from bot.domain.options import image_request_from

WRITTEN = (
    "a lighthouse, (sunset:1.2)\nwatercolour\nNegative prompt: text,\npeople\n"
    "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 41, "
    'Size: 384x288, Model hash: 31e35c80fc, Model: dreamy, Lora hashes: "waves: 1a, sun: 2b", '
    "Denoising strength: 0.4, Clip skip: 2, Version: v1.9.3"
)


def parsed(text: str) -> ForeignParameters:
    found = parse_parameters(text)
    assert found is not None
    return found


def test_prompts_and_settings_are_told_apart() -> None:
    found = parsed(WRITTEN)
    assert found.prompt == "a lighthouse, (sunset:1.2) watercolour"
    assert found.negative_prompt == "text, people"
    assert found.setting("steps") == "20"
    assert found.setting("Lora hashes") == "waves: 1a, sun: 2b"
    assert found.setting("Version") == "v1.9.3"
    assert found.setting("Hires upscale") == ""


def test_the_nearest_command_is_one_that_is_taken() -> None:
    nearest = nearest_options(parsed(WRITTEN), model="dreamy_v5.safetensors")
    assert options_line(nearest.options) == (
        "/imagine prompt:a lighthouse, (sunset:1.2) watercolour negative_prompt:text, people "
        "size:384x288 model:dreamy_v5.safetensors sampler:DPM++ 2M Karras steps:20 guidance:6.5 "
        "seed:41 advanced:clip_skip=2"
    )
    assert [name for name, _text in nearest.left_out] == [
        "Model hash",
        "Lora hashes",
        "Denoising strength",
        "Version",
    ]


@pytest.mark.parametrize(
    ("written", "changed", "left_out"),
    [
        ("Steps: 150", (("Steps", "150", "50"),), ()),
        ("Steps: 20, CFG scale: 99", (("CFG scale", "99", "30"),), ()),
        ("Steps: 20, Hires upscale: 4", (("Hires upscale", "4", "2"),), ()),
        ("Steps: 20, Sampler: Nobody's", (), (("Sampler", "Nobody's"),)),
        ("Steps: 20, Sampler: Euler, Schedule type: Beta", (), (("Schedule type", "Beta"),)),
        ("Steps: 20, Size: 9000x10", (), (("Size", "9000x10"),)),
        ("Steps: 20, Seed: 99999999999", (), (("Seed", "99999999999"),)),
        ("Steps: 20, Model: unknown", (), (("Model", "unknown"),)),
        ("Steps: 20, Clip skip: 40", (), (("Clip skip", "40"),)),
        ("a <lora:x:1:0.5> cat", (), (("Prompt", "<lora:x:1:0.5>"),)),
    ],
)
def test_what_is_not_the_same_here_is_named(
    written: str, changed: tuple[object, ...], left_out: tuple[object, ...]
) -> None:
    nearest = nearest_options(parsed(written))
    assert (nearest.changed, nearest.left_out) == (changed, left_out)


@pytest.mark.parametrize("text", ["", "   \n ", "\0"])
def test_nothing_is_nothing(text: str) -> None:
    assert parse_parameters(text) is None


NAMES = st.sampled_from(
    ["Steps", "Sampler", "CFG scale", "Seed", "Size", "Hires upscale", "Hires resize", "Model"]
)
VALUES = st.text(max_size=20) | st.floats().map(str) | st.integers().map(str)
PAIRS = st.lists(st.tuples(NAMES, VALUES), max_size=6)
PROMPTS = st.text(max_size=80) | st.text('<>lora:,"{}\\ab.5', max_size=80)


@given(PROMPTS, PROMPTS, PAIRS)
def test_whatever_is_written_the_nearest_command_is_valid(
    prompt: str, negative: str, pairs: list[tuple[str, str]]
) -> None:
    settings = ", ".join(f"{name}: {value}" for name, value in [("Steps", "20"), *pairs])
    found = parse_parameters(f"{prompt}\nNegative prompt: {negative}\n{settings}")
    assert found is not None
    options = nearest_options(found).options
    if options.prompt:
        image_request_from(options, defaults={"model": "m"}, seed=0)


@given(st.text(max_size=400))
def test_any_text_at_all_is_read_without_a_fault(text: str) -> None:
    found = parse_parameters(text)
    if found is not None:
        nearest_options(found)
