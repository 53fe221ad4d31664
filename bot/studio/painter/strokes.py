"""Brush strokes: a canvas that comes closer to its target, coarse to fine."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bot.studio.painter.pixels import Pixels, blur, from_image, luminance, resized, to_image
from bot.studio.painter.sampling import Sampling

_ANGLES = 18
_VARIANTS = 2
_MOST_STROKES = 2100
_THINNEST_PX = 1.5
_THINNEST = 0.0031  # in short sides


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
    image: Image.Image
    focus: Pixels
    angles: Pixels


@dataclass(frozen=True, slots=True)
class _Stamps:
    """Marks of one brush: each with the offset of its middle; *variants* an angle."""

    marks: list[tuple[Image.Image, int, int]]
    variants: int


def goal_of(pixels: Pixels, focus: Pixels, drift: Pixels) -> Goal:
    """Return the goal; strokes lie along iso-lines, and along *drift* (0 to 1) where it is flat."""
    unit = min(pixels.shape[:2])
    soft = blur(luminance(pixels), unit * 0.008)
    down, right = np.gradient(soft)
    strength = np.hypot(down, right) * unit
    along = np.arctan2(down, right) + np.pi / 2
    calm = np.exp(-((strength / 0.5) ** 2))
    angles = np.where(calm > 0.5, (drift - 0.5) * 1.6, along)
    return Goal(
        pixels=pixels,
        image=to_image(pixels),
        focus=focus,
        angles=np.asarray(angles, np.float32),
    )


def painted_over(
    canvas: Image.Image, goal: Goal, brush: Brush, rng: np.random.Generator
) -> Image.Image:
    """Return the canvas after one step: strokes where it is wrong, then a thin glaze."""
    if brush.radius_px >= max(_THINNEST_PX, _THINNEST * min(canvas.size)):
        canvas = canvas.copy()
        _lay_strokes(canvas, goal, brush, rng)
    if brush.glaze <= 0:
        return canvas
    aim = goal.image.filter(ImageFilter.GaussianBlur(brush.radius_px * 0.42))
    share = brush.glaze * (0.42 + 0.58 * goal.focus)
    if brush.glaze >= 1:
        share = np.ones_like(share)
    elif brush.sampling.noise > 0:
        wander = rng.normal(0, 1, tuple(max(2, side // 3) for side in share.shape))
        grain = resized(wander.astype(np.float32), (share.shape[0], share.shape[1]))
        share = share * (1 + grain * brush.sampling.noise * 2.2)
    mask = Image.fromarray((np.clip(share, 0, 1) * 255).astype(np.uint8))
    return Image.composite(aim, canvas, mask)


def _lay_strokes(canvas: Image.Image, goal: Goal, brush: Brush, rng: np.random.Generator) -> None:
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
    kinds = (which * stamps.variants + rng.integers(0, stamps.variants, len(spots))).tolist()
    places = zip(inks, kinds, x.tolist(), y.tolist(), strict=True)
    for ink, kind, middle_x, middle_y in places:
        mark, left, top = stamps.marks[kind]
        canvas.paste((ink[0], ink[1], ink[2]), (middle_x - left, middle_y - top), mark)


def _spots(
    brush: Brush,
    small: tuple[int, int],
    reduce: int,
    wrong: Pixels,
    goal: Goal,
    rng: np.random.Generator,
) -> NDArray[np.intp]:
    """Return where strokes are wanted, as rows and columns of the reduced picture, in any order."""
    step = max(1.0, brush.radius_px * 0.86 * brush.sampling.length**0.5 / reduce)
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


def _stamps(brush: Brush, rng: np.random.Generator) -> _Stamps:
    """Return the brush's marks at every angle: rounded, streaked by bristles, thin at the end."""
    radius = brush.radius_px
    long = radius * brush.sampling.length
    side = 2 * int(np.ceil(long + 2)) + 1
    middle = side // 2
    across = (np.arange(side) - middle)[:, None] / radius
    along = (np.arange(side) - middle)[None, :] / long
    bases = []
    # Large marks cost much to turn, and there are few of them.
    variants = _VARIANTS if radius < 12 else 1
    for _ in range(variants):
        bristles = np.interp(
            np.clip((across[:, 0] + 1) * 4, 0, 8), np.arange(9), rng.uniform(0.45, 1.0, 9)
        )[:, None]
        wide = 1 - 0.25 * (along + 1) * 0.5
        body = np.clip((1 - (across / wide) ** 2 - along**4) * radius * 0.9, 0, 1)
        dry = np.clip(1.25 - 0.55 * (along + 1) * (1.3 - bristles), 0.25, 1)
        bases.append(Image.fromarray((body * dry * 250).astype(np.uint8)))
    marks = []
    for angle in range(_ANGLES):
        for base in bases:
            mark = base.rotate(-180 * angle / _ANGLES, Image.Resampling.BILINEAR)
            box = mark.getbbox() or (0, 0, 1, 1)
            marks.append((mark.crop(box), middle - box[0], middle - box[1]))
    return _Stamps(marks, variants)
