"""What the background painters work on and hand to the subjects."""

from dataclasses import dataclass

import numpy as np

from bot.studio.painter.light import Light
from bot.studio.painter.pixels import Pixels, Size, stream
from bot.studio.painter.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Everything that a background depends on."""

    scene: Scene
    light: Light
    size: Size
    seed: int

    def rng(self, *purpose: object) -> np.random.Generator:
        """Return the random numbers of one purpose."""
        return stream(self.seed, *purpose)

    @property
    def rows(self) -> Pixels:
        """Each row's place in heights from the top, shape (height, 1)."""
        return _places(self.size[0])[:, None]

    @property
    def columns(self) -> Pixels:
        """Each column's place in widths from the left, shape (1, width)."""
        return _places(self.size[1])[None, :]

    @property
    def unit_px(self) -> int:
        """The shorter side, which distances are measured in."""
        return min(self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A painted background and where subjects can stand on it.

    Attributes:
        pixels: The picture so far.
        horizon: In heights from the top.
        floor: "land", "water", "table" or "none" (they float).
        shadow: Colour of shadows on the floor.
    """

    pixels: Pixels
    horizon: float
    floor: str
    shadow: Pixels


def _places(count: int) -> Pixels:
    return ((np.arange(count) + 0.5) / count).astype(np.float32)
