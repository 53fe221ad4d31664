"""The whole work: compose a target, paint towards it step by step, and hand over the exact size."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from bot.studio.painter.compose import Target, compose
from bot.studio.painter.filters import HARD_STYLES
from bot.studio.painter.noise import clouds
from bot.studio.painter.painting import Hires, Painting
from bot.studio.painter.parse import parse
from bot.studio.painter.pixels import Size, stream, to_image
from bot.studio.painter.sampling import USUAL_SAMPLER, Sampling, radii, sampling_of
from bot.studio.painter.scene import Scene
from bot.studio.painter.strokes import Brush, Goal, goal_of, painted_over

OnStep = Callable[[int, int, Callable[[], Image.Image]], None]

_MOST_PIXELS = 1024 * 1024
_MOST_HIRES_PIXELS = 1536 * 1536
_LEAST_SIDE_PX = 48
_LONGEST_ASPECT = 8
_PREVIEW_SIDE_PX = 384


def paint(painting: Painting, on_step: OnStep | None = None) -> Image.Image:
    """Paint a picture of exactly the size asked for; the same value gives the same bytes.

    Takes about a second for 512 x 512 pixels and 20 steps, and needs the GIL: run it in a process
    of its own.

    Args:
        painting: What to paint.
        on_step: Called after each step with its number (from 1), the number of steps and a function
            that renders the canvas as it is then, at most 384 pixels wide or high.
    """
    scene = parse(painting.prompt, painting.negative_prompt)
    sampling = sampling_of(painting.sampler)
    size = _working_size(painting.width_px, painting.height_px, _MOST_PIXELS)
    target = compose(scene, size, painting.seed, painting.guidance_scale)
    canvas = _refined(target, painting, sampling, on_step)
    wanted = (painting.width_px, painting.height_px)
    if painting.hires is not None:
        canvas = _finer(canvas, scene, painting, sampling, painting.hires)
        wanted = (painting.hires.width_px, painting.hires.height_px)
    if canvas.size != wanted:
        canvas = canvas.resize(wanted, Image.Resampling.LANCZOS)
    return canvas


def _working_size(width_px: int, height_px: int, most: int) -> Size:
    """Return the size that is painted at: neither too large to be quick nor too thin to compose."""
    width, height = float(width_px), float(height_px)
    width, height = max(width, height / _LONGEST_ASPECT), max(height, width / _LONGEST_ASPECT)
    scale = min(1.0, (most / (width * height)) ** 0.5)
    scale = max(scale, _LEAST_SIDE_PX / min(width, height))
    return round(height * scale), round(width * scale)


def _goal(target: Target, seed: int) -> Goal:
    rng = stream(seed, "drift")
    size = target.focus.shape
    drift = clouds((size[0], size[1]), rng, cells=2.5, octaves=2)
    return goal_of(target.pixels, target.focus, drift)


def _refined(
    target: Target, painting: Painting, sampling: Sampling, on_step: OnStep | None
) -> Image.Image:
    steps = max(1, painting.steps)
    unit = min(target.pixels.shape[:2])
    goal = _goal(target, painting.seed)
    canvas = _primed(target, painting.seed)
    for step, radius in enumerate(radii(steps, sampling), start=1):
        rng = stream(painting.seed, "step", step, steps, painting.sampler or USUAL_SAMPLER)
        glaze = _glaze(step / steps, radius, is_hard=target.style in HARD_STYLES)
        brush = Brush(radius_px=radius * unit, glaze=glaze, sampling=sampling)
        canvas = painted_over(canvas, goal, brush, rng)
        if on_step is not None:
            on_step(step, steps, _previewer(canvas))
    return canvas


def _glaze(progress: float, radius: float, *, is_hard: bool) -> float:
    """Return how much of the target a step lays over its strokes: nothing at first, then more."""
    if progress == 1.0 and is_hard:
        return 1.0
    late = float(np.clip((progress - 0.4) / 0.6, 0, 1))
    fine = float(np.clip((0.02 - radius) / 0.02, 0, 1))
    return 0.8 * late * fine


def _primed(target: Target, seed: int) -> Image.Image:
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


def _finer(
    canvas: Image.Image, scene: Scene, painting: Painting, sampling: Sampling, hires: Hires
) -> Image.Image:
    """Paint the picture anew at a finer size, over the enlarged canvas."""
    size = _working_size(hires.width_px, hires.height_px, _MOST_HIRES_PIXELS)
    target = compose(scene, size, painting.seed, painting.guidance_scale)
    canvas = canvas.resize((size[1], size[0]), Image.Resampling.LANCZOS)
    goal = _goal(target, painting.seed)
    strength = float(np.clip(hires.strength, 0, 1))
    unit = min(size)
    # One layer of strokes, then glazes alone: a stroke this late has nothing to hide under.
    for number, radius in enumerate((0.0033, 0.0018, 0.0012)):
        rng = stream(painting.seed, "hires", number)
        brush = Brush(
            radius_px=max(0.9, radius * unit), glaze=0.85 * strength**0.7, sampling=sampling
        )
        canvas = painted_over(canvas, goal, brush, rng)
    return canvas
