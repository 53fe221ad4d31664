"""Brush strokes: a canvas that comes closer to its target, coarse to fine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.studio.painter.pixels import Pixels, blur, from_image, luminance, resized, to_image
from bot.studio.painter.sampling import Sampling

_ANGLES = 18
_VARIANTS = 2
_MOST_STROKES = 2100
_THINNEST_PX = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """One step's brush.

    Attributes:
        radius_px: Half its width.
        glaze: How much of the target is laid over the strokes at the end of the step, 0 to 1.
        sampling: Noise and length of its strokes.
    """

    radius_px: float
    glaze: float
    sampling: Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is painted: the target, where it matters, and which way strokes lie."""

    pixels: Pixels
    focus: Pixels
    angles: Pixels


def goal_of(pixels: Pixels, focus: Pixels, drift: Pixels) -> Goal:
    """Return the goal; strokes lie along iso-lines, and along *drift* (0 to 1) where it is flat."""
    unit = min(pixels.shape[:2])
    soft = blur(luminance(pixels), unit * 0.008)
    down, right = np.gradient(soft)
    strength = np.hypot(down, right) * unit
    along = np.arctan2(down, right) + np.pi / 2
    calm = np.exp(-((strength / 0.5) ** 2))
    angles = np.where(calm > 0.5, (drift - 0.5) * 1.6, along)
    return Goal(pixels=pixels, focus=focus, angles=np.asarray(angles, np.float32))


def painted_over(
    canvas: Image.Image, goal: Goal, brush: Brush, rng: np.random.Generator
) -> Image.Image:
    """Return the canvas after one step: strokes where it is wrong, then a thin glaze."""
    if brush.radius_px >= _THINNEST_PX:
        canvas = canvas.copy()
        _lay_strokes(canvas, goal, brush, rng)
    if brush.glaze <= 0:
        return canvas
    values = from_image(canvas)
    aim = blur(goal.pixels, brush.radius_px * 0.42)
    share = brush.glaze * (0.42 + 0.58 * goal.focus)
    if brush.glaze >= 1:
        share = np.ones_like(share)
    grain = 1.0
    if brush.sampling.noise > 0:
        wander = rng.normal(0, 1, tuple(max(2, side // 3) for side in share.shape))
        grain = 1 + resized(wander.astype(np.float32), share.shape) * brush.sampling.noise * 2.2
    share = np.clip(share * grain, 0, 1)
    return to_image(values + (aim - values) * share[..., None])


def _lay_strokes(
    canvas: Image.Image, goal: Goal, brush: Brush, rng: np.random.Generator
) -> None:
    height, width = goal.pixels.shape[:2]
    reduce = max(1, int(brush.radius_px / 2.5))
    small = (-(-height // reduce), -(-width // reduce))
    aim = resized(goal.pixels, small, Image.Resampling.BOX) if reduce > 1 else goal.pixels
    now = from_image(canvas.resize((small[1], small[0]), Image.Resampling.BOX))
    wrong = np.abs(aim - now).mean(axis=2)
    spots = _spots(brush, small, reduce, wrong, goal, rng)
    if not len(spots):
        return
    rows, columns = spots[:, 0], spots[:, 1]
    y = np.clip(((rows + 0.5) * reduce).astype(int), 0, height - 1)
    x = np.clip(((columns + 0.5) * reduce).astype(int), 0, width - 1)
    noise = brush.sampling.noise
    colours = aim[rows, columns] + rng.normal(0, noise * 0.5, (len(spots), 3))
    colours = colours + rng.normal(0, noise * 0.6, (len(spots), 1))
    inks = (np.clip(colours, 0, 1) * 255).astype(np.uint8).tolist()
    turned = goal.angles[y, x] + rng.normal(0, 0.12 + noise * 5, len(spots))
    which = np.round(turned / np.pi * _ANGLES).astype(int) % _ANGLES
    stamps = _stamps(brush, rng)
    kinds = (which * _VARIANTS + rng.integers(0, _VARIANTS, len(spots))).tolist()
    half = stamps[0].width // 2
    xs, ys = (x - half).tolist(), (y - half).tolist()
    for ink, kind, left, top in zip(inks, kinds, xs, ys, strict=True):
        canvas.paste((ink[0], ink[1], ink[2]), (left, top), stamps[kind])


def _spots(
    brush: Brush,
    small: tuple[int, int],
    reduce: int,
    wrong: Pixels,
    goal: Goal,
    rng: np.random.Generator,
) -> NDArray[np.intp]:
    """Return where strokes are wanted, as rows and columns of the reduced picture, in any order."""
    step = max(1.0, brush.radius_px * 1.05 / reduce)
    rows = np.arange(0, small[0], step)
    columns = np.arange(0, small[1], step)
    grid = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1).reshape(-1, 2)
    grid = grid + rng.uniform(0, step, grid.shape)
    grid = np.minimum(grid, np.array(small) - 1).astype(np.intp)
    focus = resized(goal.focus, small, Image.Resampling.BOX) if reduce > 1 else goal.focus
    want = wrong[grid[:, 0], grid[:, 1]] * (0.5 + focus[grid[:, 0], grid[:, 1]])
    threshold = 0.012 + 0.0006 * brush.radius_px
    grid, want = grid[want > threshold], want[want > threshold]
    if len(grid) > _MOST_STROKES:
        noisy = want * rng.uniform(0.4, 1.0, len(want))
        grid = grid[np.argsort(-noisy, kind="stable")[:_MOST_STROKES]]
    return np.asarray(rng.permutation(grid), np.intp)


def _stamps(brush: Brush, rng: np.random.Generator) -> list[Image.Image]:
    """Return the brush's marks at every angle: rounded, streaked by bristles, thin at the end."""
    radius = brush.radius_px
    long = radius * brush.sampling.length
    side = 2 * int(np.ceil(long + 2)) + 1
    middle = side // 2
    across = (np.arange(side) - middle)[:, None] / radius
    along = (np.arange(side) - middle)[None, :] / long
    marks = []
    bases = []
    for _ in range(_VARIANTS):
        bristles = np.interp(
            np.clip((across[:, 0] + 1) * 4, 0, 8), np.arange(9), rng.uniform(0.45, 1.0, 9)
        )[:, None]
        wide = 1 - 0.25 * (along + 1) * 0.5
        body = np.clip((1 - (across / wide) ** 2 - along**4) * radius * 0.9, 0, 1)
        dry = np.clip(1.25 - 0.55 * (along + 1) * (1.3 - bristles), 0.25, 1)
        bases.append(Image.fromarray((body * dry * 250).astype(np.uint8)))
    for angle in range(_ANGLES):
        degrees = -180 * angle / _ANGLES
        marks += [base.rotate(degrees, Image.Resampling.BILINEAR) for base in bases]
    return marks
