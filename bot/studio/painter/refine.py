"""From a canvas to a picture, step by step; and the size that is painted at."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from bot.studio.painter.compose import Target
from bot.studio.painter.filters import HARD_STYLES
from bot.studio.painter.noise import clouds
from bot.studio.painter.painting import Painting
from bot.studio.painter.pixels import Size, stream, to_image
from bot.studio.painter.sampling import USUAL_SAMPLER, radii, sampling_of
from bot.studio.painter.strokes import Brush, Goal, goal_of, painted_over

OnStep = Callable[[int, int, Callable[[], Image.Image]], None]

MOST_PIXELS = 1024 * 1024
_LEAST_SIDE_PX = 48
_LONGEST_ASPECT = 8
_PREVIEW_SIDE_PX = 384
_FINE_STEPS = 20


def working_size(width_px: int, height_px: int, most: int) -> Size:
    """Return the size that is painted at: neither too large to be quick nor too thin to compose."""
    width, height = float(width_px), float(height_px)
    width, height = max(width, height / _LONGEST_ASPECT), max(height, width / _LONGEST_ASPECT)
    scale = min(1.0, (most / (width * height)) ** 0.5)
    scale = max(scale, _LEAST_SIDE_PX / min(width, height))
    return round(height * scale), round(width * scale)


def goal_for(target: Target, seed: int) -> Goal:
    """Return what the strokes are to reach, and their ways where the picture shows none."""
    rng = stream(seed, "drift")
    size = target.focus.shape
    drift = clouds((size[0], size[1]), rng, cells=2.5, octaves=2)
    return goal_of(target.pixels, target.focus, drift)


def refined(
    canvas: Image.Image,
    target: Target,
    painting: Painting,
    on_step: OnStep | None,
    *,
    strength: float = 1.0,
) -> Image.Image:
    """Return *canvas* painted towards *target*, from coarse to fine.

    Below full *strength* the coarse steps are left out: the canvas shows something already.
    """
    sampling = sampling_of(painting.sampler)
    steps, skipped = schedule(painting.steps, strength)
    unit = min(target.pixels.shape[:2])
    goal = goal_for(target, painting.seed)
    for step, radius in enumerate(radii(steps, sampling), start=1):
        if step <= skipped:
            continue
        rng = stream(painting.seed, "step", step, steps, painting.sampler or USUAL_SAMPLER)
        glaze = _glaze(step / steps, radius, is_hard=target.style in HARD_STYLES)
        brush = Brush(radius_px=radius * unit, glaze=glaze, sampling=sampling)
        canvas = painted_over(canvas, goal, brush, rng)
        if on_step is not None:
            on_step(step - skipped, steps - skipped, _previewer(canvas))
    return canvas


def schedule(steps: int, strength: float) -> tuple[int, int]:
    """Return the number of steps, and how many of the first are left out at this *strength*.

    Few steps end with a coarse brush. That must not spoil a source that shall hardly change, so
    the less may change, the longer is the schedule of which the end is painted.
    """
    most = max(1, steps)
    count = most + round((1 - strength) * max(0, _FINE_STEPS - most))
    return count, count - max(1, round(most * strength))


def _glaze(progress: float, radius: float, *, is_hard: bool) -> float:
    """Return how much of the target a step lays over its strokes: nothing at first, then more."""
    if progress == 1.0 and is_hard:
        return 1.0
    late = float(np.clip((progress - 0.4) / 0.6, 0, 1))
    fine = float(np.clip((0.02 - radius) / 0.02, 0, 1))
    return 0.8 * late * fine


def primed(target: Target, seed: int) -> Image.Image:
    """Return the empty canvas: the picture's mean tone on a slightly uneven ground."""
    tone = target.pixels.mean(axis=(0, 1), keepdims=True)
    size = target.focus.shape
    uneven = clouds((size[0], size[1]), stream(seed, "canvas"), cells=6, octaves=3)
    return to_image(np.asarray(tone * (0.85 + 0.3 * uneven[..., None]), np.float32))


def _previewer(canvas: Image.Image) -> Callable[[], Image.Image]:
    def preview() -> Image.Image:
        small = canvas.copy()
        small.thumbnail((_PREVIEW_SIDE_PX, _PREVIEW_SIDE_PX), Image.Resampling.BILINEAR)
        return small

    return preview
