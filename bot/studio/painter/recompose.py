"""From a source and a scene to the picture that the brush will aim at."""

from dataclasses import dataclass

from bot.studio.painter.compose import Target, compose
from bot.studio.painter.pixels import Pixels, mix
from bot.studio.painter.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What lies under the new picture.

    Attributes:
        pixels: The source, at the size that is painted at.
        strength: How much of it may go, 0 to 1.
        place: Where paint will be seen, 1 there; None is everywhere.
    """

    pixels: Pixels
    strength: float
    place: Pixels | None


def recompose(scene: Scene, under: Under, seed: int, guidance_scale: float) -> Target:
    """Return the scene composed over the source."""
    height, width = under.pixels.shape[:2]
    fresh = compose(scene, (height, width), seed, guidance_scale)
    return Target(mix(under.pixels, fresh.pixels, under.strength**1.5), fresh.focus, fresh.style)
