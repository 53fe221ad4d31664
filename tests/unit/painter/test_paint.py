"""The six things that must be visible, exact sizes, and the same bytes for the same request."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from bot.studio.painter import Hires, Painting, paint

_FOX = Painting(
    prompt="a fox in a meadow",
    negative_prompt="",
    width_px=128,
    height_px=128,
    steps=12,
    guidance_scale=7.0,
    sampler="Euler a",
    seed=7,
)


def _values(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(image.convert("RGB"), np.float64)


def _apart(first: Image.Image, second: Image.Image) -> float:
    return float(np.abs(_values(first) - _values(second)).mean())


@pytest.fixture(scope="module")
def fox() -> Image.Image:
    return paint(_FOX)


def test_the_same_request_gives_the_same_bytes(fox: Image.Image) -> None:
    assert paint(_FOX).tobytes() == fox.tobytes()


def test_an_empty_sampler_is_euler_a(fox: Image.Image) -> None:
    assert paint(replace(_FOX, sampler="")).tobytes() == fox.tobytes()


def test_another_seed_gives_another_picture(fox: Image.Image) -> None:
    assert _apart(paint(replace(_FOX, seed=8)), fox) > 8


def test_steps_bring_the_picture_closer_to_its_end() -> None:
    end = paint(replace(_FOX, steps=40))
    far = [_apart(paint(replace(_FOX, steps=steps)), end) for steps in (1, 4, 10, 24)]
    assert far == sorted(far, reverse=True)
    assert far[0] > 3 * far[-1]


def test_an_ancestral_sampler_is_noisier(fox: Image.Image) -> None:
    calm = paint(replace(_FOX, sampler="Euler"))
    aim = paint(replace(_FOX, sampler="Euler", steps=50))
    assert _apart(fox, aim) > 1.15 * _apart(calm, aim)


def test_sampler_families_differ(fox: Image.Image) -> None:
    names = ["DPM++ 2M Karras", "DDIM", "UniPC", "Heun", "LMS"]
    pictures = {name: paint(replace(_FOX, sampler=name)).tobytes() for name in names}
    assert len(set(pictures.values())) == len(names)


def test_guidance_is_contrast(fox: Image.Image) -> None:
    faint = _values(paint(replace(_FOX, guidance_scale=1.5))).std()
    usual = _values(fox).std()
    harsh = _values(paint(replace(_FOX, guidance_scale=18.0))).std()
    assert faint * 1.15 < usual
    assert usual * 1.1 < harsh


def test_the_negative_prompt_takes_the_subject_out(fox: Image.Image) -> None:
    meadow = paint(replace(_FOX, prompt="a meadow"))
    without = paint(replace(_FOX, negative_prompt="fox"))
    assert _apart(without, meadow) < 1
    assert _apart(without, fox) > 5


def test_hires_comes_closer_to_the_large_picture_than_enlarging(fox: Image.Image) -> None:
    large = paint(replace(_FOX, width_px=256, height_px=256, steps=50, sampler="Euler"))
    enlarged = fox.resize((256, 256), Image.Resampling.LANCZOS)
    far = [_apart(enlarged, large)]
    for strength in (0.3, 0.9):
        hires = Hires(width_px=256, height_px=256, strength=strength)
        far.append(_apart(paint(replace(_FOX, hires=hires)), large))
    assert far == sorted(far, reverse=True)
    assert far[-1] < 0.7 * far[0]


def test_hires_has_its_own_size_and_proportions() -> None:
    hires = Hires(width_px=201, height_px=99, strength=0.5)
    assert paint(replace(_FOX, steps=2, hires=hires)).size == (201, 99)


@pytest.mark.parametrize(
    ("width_px", "height_px"), [(1, 1), (2048, 1), (1, 300), (17, 33), (97, 64), (129, 255)]
)
def test_sizes_are_exact(width_px: int, height_px: int) -> None:
    picture = paint(replace(_FOX, width_px=width_px, height_px=height_px, steps=2))
    assert picture.size == (width_px, height_px)
    assert picture.mode == "RGB"


def test_a_very_large_picture_stays_bounded() -> None:
    picture = paint(replace(_FOX, prompt="hope", width_px=2048, height_px=2048, steps=1))
    assert picture.size == (2048, 2048)


def test_every_step_is_told_with_a_small_preview() -> None:
    told: list[tuple[int, int]] = []
    previews: list[Image.Image] = []

    def on_step(step: int, steps: int, preview: Callable[[], Image.Image]) -> None:
        told.append((step, steps))
        previews.append(preview())

    picture = paint(replace(_FOX, width_px=480, height_px=240, steps=5), on_step)
    assert told == [(step, 5) for step in range(1, 6)]
    assert {preview.size for preview in previews} == {(384, 192)}
    far = [_apart(preview, picture.resize((384, 192))) for preview in previews]
    assert far[-1] == min(far)


@pytest.mark.parametrize(
    "prompt",
    [
        "three boats at sea at sunset",
        "a robot in a city in the rain at night",
        "a whale underwater",
        "a rocket over a purple planet",
        "a bowl of fruit",
        "a lighthouse in a storm, aurora, rainbow, fog, snowfall, petals, fireflies, magic",
        "a camel in the desert",
        "a castle on mars",
        "a train in the snowy mountains",
        "a duck on a lake",
        "a parrot in the jungle",
        "a bus in a snowy city",
        "a kite in the sky",
        "自由 свобода حرية 🦊",
        "",
    ],
)
def test_every_place_can_be_painted(prompt: str) -> None:
    picture = paint(replace(_FOX, prompt=prompt, width_px=96, height_px=72, steps=3))
    assert _values(picture).std() > 8


def test_every_style_looks_different() -> None:
    styles = ["watercolour", "ink", "pencil sketch", "neon", "pixel art", "oil painting"]
    styles += ["comic", "vintage", "noir", "stained glass", "low poly"]
    plain = paint(replace(_FOX, steps=6))
    pictures = [paint(replace(_FOX, steps=6, prompt=f"{_FOX.prompt}, {name}")) for name in styles]
    assert len({picture.tobytes() for picture in pictures}) == len(styles)
    assert all(_apart(picture, plain) > 4 for picture in pictures)
