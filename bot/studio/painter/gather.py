"""Where in a given picture something catches the eye, and the subjects brought there."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from bot.studio.painter.pixels import Pixels, blur, resized, smooth
from bot.studio.painter.placement import Ground, Placement

_SMALL_PX = 96
_LEAST_SIDE = 0.12
_MOST_SIDE = 0.95
_WIDEST = 0.75
_LARGEST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the picture, in widths and heights from the left and the top.

    Attributes:
        is_strict: True if nothing is seen outside it, so that all must fit into it.
    """

    left: float
    top: float
    right: float
    bottom: float
    is_strict: bool

    def shrunk(self, share: float) -> Self:
        """Return the same around the middle of the lower edge, *share* as large."""
        middle, half = (self.left + self.right) / 2, (self.right - self.left) / 2 * share
        top = self.bottom - (self.bottom - self.top) * share
        return replace(self, left=middle - half, right=middle + half, top=top)

    def on_ground(self, bottom: float) -> Self:
        """Return the same, moved down until its lower edge is at least at *bottom*."""
        lower = max(0.0, bottom - self.bottom)
        return replace(self, top=self.top + lower, bottom=self.bottom + lower)


def eye_catcher(pixels: Pixels) -> Pixels:
    """Return how much each place stands out from what is around it, 0 to 1."""
    height, width = pixels.shape[:2]
    scale = _SMALL_PX / min(height, width)
    small = resized(pixels, (max(8, round(height * scale)), max(8, round(width * scale))))
    # What spans the whole width (a horizon, a floor) is the place and no thing in it.
    rows = blur(np.repeat(small.mean(axis=1, keepdims=True), small.shape[1], axis=1), 2.0)
    apart = np.minimum(np.abs(small - rows).mean(axis=2), np.abs(small - _rim(small)).mean(axis=2))
    across = np.linspace(-1, 1, small.shape[1])[None, :]
    down = np.linspace(-1, 1, small.shape[0])[:, None]
    central = np.exp(-((across / 0.75) ** 2 + (down / 0.85) ** 2))
    strength = blur(np.asarray(apart * central, np.float32), 1.5)
    low, high = np.percentile(strength, (60, 98))
    if high < 0.04:
        return np.zeros((height, width), np.float32)
    caught = smooth(float(low), float(low + high) / 2, strength)
    return resized(_one_thing(caught, across, down), (height, width))


def _one_thing(caught: Pixels, across: Pixels, down: Pixels) -> Pixels:
    """Return what lies around the middle of it; a sun beside a house is left alone."""
    total = float(caught.sum()) + 1e-6
    x, y = float((caught * across).sum()) / total, float((caught * down).sum()) / total
    for _ in range(3):
        near = caught * np.exp(-(((across - x) / 0.5) ** 2) - ((down - y) / 0.6) ** 2)
        total = float(near.sum()) + 1e-6
        x, y = float((near * across).sum()) / total, float((near * down).sum()) / total
    spread = float(np.sqrt((near * ((across - x) ** 2 + (down - y) ** 2)).sum() / total))
    far = np.hypot(across - x, down - y) / max(spread, 0.05)
    return np.asarray(caught * (1 - smooth(2.1, 2.6, far)), np.float32)


def _rim(small: Pixels) -> Pixels:
    """Return each row's colour at the sides of the picture."""
    wide = max(1, small.shape[1] // 8)
    left, right = small[:, :wide].mean(axis=1), small[:, -wide:].mean(axis=1)
    share = np.linspace(0, 1, small.shape[1])[None, :, None]
    return np.asarray(left[:, None] * (1 - share) + right[:, None] * share, np.float32)


def box_of(weight: Pixels, *, is_strict: bool) -> Box | None:
    """Return the box around most of *weight*; None if there is none, or it is everywhere."""
    total = float(weight.sum())
    if total <= 0:
        return None
    cuts = (0.01, 0.99) if is_strict else (0.04, 0.96)
    left, right = _middle(weight.sum(axis=0) / total, cuts)
    top, bottom = _middle(weight.sum(axis=1) / total, cuts)
    if not is_strict and (right - left > _WIDEST or (right - left) * (bottom - top) > _LARGEST):
        return None  # a place rather than a thing
    return Box(left=left, top=top, right=right, bottom=bottom, is_strict=is_strict)


def _middle(shares: Pixels, cuts: tuple[float, float]) -> tuple[float, float]:
    sums = np.cumsum(shares)
    low, high = (float(np.searchsorted(sums, cut)) / len(shares) for cut in cuts)
    return low, min(1.0, high + 1 / len(shares))


def gathered(placements: tuple[Placement, ...], box: Box, ground: Ground) -> tuple[Placement, ...]:
    """Return the subjects as one group in *box*: on its lower edge and about as large as it."""
    if not placements:
        return placements
    wide, tall = ground.wide_units, ground.tall_units
    left = min(one.x * wide - one.height / 2 for one in placements)
    right = max(one.x * wide + one.height / 2 for one in placements)
    top = min(one.foot * tall - one.height for one in placements)
    bottom = max(one.foot * tall for one in placements)
    across, down = (box.right - box.left) * wide, (box.bottom - box.top) * tall
    if box.is_strict:
        growth = min(across / (right - left), down / (bottom - top))
    else:
        growth = float(np.clip(down * 1.12 / (bottom - top), 0.25, 1.35))
    growth = min(growth, _MOST_SIDE * min(wide / (right - left), tall / (bottom - top)))
    growth = max(growth, _LEAST_SIDE / max(one.height for one in placements))
    middle = (box.left + box.right) / 2 * wide
    half = (right - left) / 2 * growth
    if not box.is_strict:
        middle = min(max(middle, half), max(half, wide - half))
    foot = min(box.bottom * tall, tall * 0.98)
    return tuple(
        replace(
            one,
            x=(middle + (one.x * wide - (left + right) / 2) * growth) / wide,
            foot=(foot + (one.foot * tall - bottom) * growth) / tall,
            height=one.height * growth,
        )
        for one in placements
    )
