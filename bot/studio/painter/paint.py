"""The whole work: compose a target, paint towards it step by step, and hand over the exact size."""

import numpy as np
from PIL import Image

from bot.studio.painter.compose import compose
from bot.studio.painter.painting import Hires, Painting
from bot.studio.painter.parse import parse
from bot.studio.painter.pixels import stream
from bot.studio.painter.refine import (
    MOST_PIXELS,
    OnStep,
    goal_for,
    primed,
    refined,
    working_size,
)
from bot.studio.painter.repaint import repainted
from bot.studio.painter.sampling import sampling_of
from bot.studio.painter.scene import Scene
from bot.studio.painter.strokes import Brush, painted_over

_MOST_HIRES_PIXELS = 1536 * 1536


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
    if painting.source is not None:
        return repainted(painting, painting.source, scene, on_step)
    size = working_size(painting.width_px, painting.height_px, MOST_PIXELS)
    target = compose(scene, size, painting.seed, painting.guidance_scale)
    canvas = refined(primed(target, painting.seed), target, painting, on_step)
    wanted = (painting.width_px, painting.height_px)
    if painting.hires is not None:
        canvas = _finer(canvas, scene, painting, painting.hires)
        wanted = (painting.hires.width_px, painting.hires.height_px)
    if canvas.size != wanted:
        canvas = canvas.resize(wanted, Image.Resampling.LANCZOS)
    return canvas


def _finer(canvas: Image.Image, scene: Scene, painting: Painting, hires: Hires) -> Image.Image:
    """Paint the picture anew at a finer size, over the enlarged canvas."""
    size = working_size(hires.width_px, hires.height_px, _MOST_HIRES_PIXELS)
    target = compose(scene, size, painting.seed, painting.guidance_scale)
    canvas = canvas.resize((size[1], size[0]), Image.Resampling.LANCZOS)
    goal = goal_for(target, painting.seed)
    sampling = sampling_of(painting.sampler)
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
