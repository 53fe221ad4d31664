"""Noise whose shape does not depend on how many pixels show it."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np
from numpy.typing import NDArray

from bot.studio.painter.pixels import Pixels, Size, resized


def clouds(
    size: Size, rng: np.random.Generator, *, cells: float = 3.0, octaves: int = 5, wide: float = 1.0
) -> Pixels:
    """Return soft noise from 0 to 1.

    Args:
        size: Height and width of the result.
        rng: Where it comes from.
        cells: Bumps along the shorter side in the coarsest octave.
        octaves: How many finer ones are added, each half as strong.
        wide: How much wider than high a bump is.
    """
    height, width = size
    unit = min(size)
    total = np.zeros(size, np.float32)
    weight = 1.0
    for octave in range(octaves):
        rows = max(2, round(cells * 2**octave * height / unit)) + 1
        columns = max(2, round(cells * 2**octave * width / unit / wide)) + 1
        grid = rng.random((rows, columns), np.float32)
        if rows <= 2 * height and columns <= 2 * width:
            total += weight * resized(grid, size)
        else:
            total += weight * 0.5
        weight *= 0.5
    total /= 2 - 2 * weight
    return np.asarray(np.clip((total - 0.5) * 1.5 + 0.5, 0, 1), np.float32)


def warped(field: Pixels, along: Pixels, amount: float) -> Pixels:
    """Return *field* read at places pushed about by *along* (0 to 1); *amount* in short sides."""
    height, width = field.shape[:2]
    reach = amount * min(height, width)
    push = (along - 0.5) * reach
    rows = np.arange(height)[:, None] + push
    columns = np.arange(width)[None, :] + push[::-1]
    return np.asarray(field[_mirrored(rows, height), _mirrored(columns, width)], np.float32)


def _mirrored(places: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return indexes that turn back at the edges, so that nothing smears along them."""
    whole = np.abs(places.astype(np.intp)) % max(1, 2 * count)
    return np.asarray(np.minimum(whole, 2 * count - 1 - whole), np.intp)


def line(width_px: int, rng: np.random.Generator, *, bumps: float, octaves: int = 5) -> Pixels:
    """Return a skyline: one value from 0 to 1 a column."""
    total = np.zeros(width_px)
    weight = 1.0
    places = np.linspace(0, 1, width_px)
    for octave in range(octaves):
        count = max(2, round(bumps * 2**octave)) + 2
        knots = rng.random(count)
        t = places * (count - 2)
        left = t.astype(int)
        share = t - left
        share = share * share * (3 - 2 * share) if octave < 2 else share
        total += weight * (knots[left] * (1 - share) + knots[left + 1] * share)
        weight *= 0.45
    total = total - total.min()
    return np.asarray(total / max(total.max(), 1e-6), np.float32)
