"""A painter for tests: one flat colour, quickly, and trouble when the prompt asks for it."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops

MODEL_NAME = "plain-painter"
_HANG_S = 60


@dataclass(frozen=True, kw_only=True)
class Hires:
    width_px: int
    height_px: int
    strength: float


@dataclass(frozen=True, kw_only=True)
class Mask:
    image: Image.Image
    blur_px: int
    is_inverted: bool
    fill: int
    padding_px: int | None


@dataclass(frozen=True, kw_only=True)
class Source:
    image: Image.Image
    strength: float
    resize_mode: int
    mask: Mask | None


@dataclass(frozen=True, kw_only=True)
class Painting:
    prompt: str
    negative_prompt: str
    width_px: int
    height_px: int
    steps: int
    guidance_scale: float
    sampler: str
    seed: int
    hires: Hires | None
    source: Source | None = None


OnStep = Callable[[int, int, Callable[[], Image.Image]], None]


def paint(painting: Painting, on_step: OnStep | None) -> Image.Image:
    colour = (painting.seed % 256, 90, 120)
    size = (painting.width_px, painting.height_px)
    if painting.hires is not None:
        size = (painting.hires.width_px, painting.hires.height_px)
    for step in range(1, painting.steps + 1):
        if on_step is not None:
            on_step(step, painting.steps, lambda: Image.new("RGB", (32, 32), colour))
    if "die" in painting.prompt:
        os._exit(3)
    if "fail" in painting.prompt:
        raise ValueError(painting.prompt)
    if "print" in painting.prompt:
        print("noise on standard output")  # noqa: T201 - what must not reach the pipe
    if "hang" in painting.prompt:
        time.sleep(_HANG_S)
    plain = Image.new("RGB", size, colour)
    return plain if painting.source is None else over(painting.source, plain)


def over(source: Source, plain: Image.Image) -> Image.Image:
    """Blend the flat colour over the source by its strength, where the mask is white."""
    below = source.image.convert("RGB").resize(plain.size)
    blended = Image.blend(below, plain, source.strength)
    if source.mask is None:
        return blended
    place = source.mask.image.convert("L").resize(plain.size)
    if source.mask.is_inverted:
        place = ImageChops.invert(place)
    return Image.composite(blended, below, place)


def enlarged(image: Image.Image, width_px: int, height_px: int, *, crops: bool) -> Image.Image:
    return image.convert("RGB").resize((width_px, height_px))
