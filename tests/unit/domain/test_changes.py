"""Naming what became of a request on the way to the next one."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.changes import changes, step_name
from bot.domain.generation import Generation, Origin
from bot.domain.prompt_changes import prompt_change
from bot.domain.request import ERASED_PROMPT, HiresFix, Lora, SourceImage, Upscale
from tests.unit.replies.samples import a_generation

SHA = "a" * 64
BEFORE = a_generation(prompt="a red fox in the snow")


def after(**fields: Any) -> Generation:
    return replace(BEFORE, request=BEFORE.request.model_copy(update=fields))


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, ()),
        ({"steps": 30}, ("steps 20 → 30",)),
        ({"seed": 8}, ("new seed",)),
        ({"guidance_scale": 9.5}, ("guidance 7 → 9.5",)),
        ({"width_px": 768}, ("size 512×512 → 768×512",)),
        ({"batch_size": 4}, ("images 1 → 4",)),
        ({"model": "other"}, ("model m_1.safetensors → other",)),
        ({"loras": (Lora(name="detail", weight=0.7),)}, ("LoRAs detail:0.7",)),
        ({"vae": "soft"}, ("VAE soft",)),
        ({"negative_prompt": "people"}, ("negative prompt + people",)),
        ({"prompt": "a red fox in the snow, sunset"}, ("prompt + sunset",)),
        ({"hires": HiresFix()}, ("hires fix to 1024×1024",)),
        ({"source": SourceImage(image_sha256=SHA, strength=0.4)}, ("painted over, strength 0.4",)),
        (
            {"source": SourceImage(image_sha256=SHA), "upscale": Upscale(scale=2)},
            ("enlarged 2×",),
        ),
        ({"clip_skip": 2}, ("other settings",)),
        ({"steps": 30, "seed": 8}, ("steps 20 → 30", "new seed")),
    ],
)
def test_each_change_has_its_words(fields: dict[str, Any], named: tuple[str, ...]) -> None:
    assert changes(BEFORE, after(**fields)) == named


def test_a_style_comes_first() -> None:
    assert changes(BEFORE, replace(after(steps=30), style="ink")) == ("style ink", "steps 20 → 30")
    assert changes(replace(BEFORE, style="ink"), BEFORE) == ("no style",)


def test_of_an_erased_prompt_nothing_is_said() -> None:
    assert changes(after(prompt=ERASED_PROMPT), after(steps=30)) == ()
    assert changes(BEFORE, after(prompt=ERASED_PROMPT, steps=30)) == ()


@pytest.mark.parametrize("origin", list(Origin))
def test_every_origin_has_a_name(origin: Origin) -> None:
    named = step_name(replace(BEFORE, origin=origin, parent_index=1))
    assert named
    assert ("image 2" in named) == (origin in {Origin.VARY, Origin.UPSCALE})


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("a fox", "a fox", ""),
        ("a fox,  red", "a fox red", ""),
        ("a red fox in the snow", "a red fox", "− in the snow"),  # noqa: RUF001 - a minus
        ("a red fox", "a blue fox", "+ blue, − red"),  # noqa: RUF001 - a minus
        ("a fox", "the great wall under a storm", "now “the great wall under a storm”"),
        ("雪の中の赤い狐", "雪の中の青い狐", "+ 青, − 赤"),  # noqa: RUF001 - a minus
    ],
)
def test_a_prompts_change_is_short(before: str, now: str, said: str) -> None:
    assert prompt_change(before, now) == said


def test_a_long_prompt_is_not_compared_word_by_word() -> None:
    words = " ".join(f"word{number}" for number in range(500))
    assert prompt_change(words, words) == ""
    assert prompt_change(words, "more " + words).startswith("now “more word0")
