"""From a scene to the picture that the brush will aim at."""

from dataclasses import dataclass, replace

import numpy as np

from bot.studio.painter.filters import styled
from bot.studio.painter.light import light_of
from bot.studio.painter.pixels import Pixels, Size, blur, luminance, smooth
from bot.studio.painter.places import background
from bot.studio.painter.players import with_subjects
from bot.studio.painter.scene import Scene
from bot.studio.painter.stage import Setting, Stage
from bot.studio.painter.weather import with_fog, with_weather

_USUAL_GUIDANCE = 7.0
# Places that no weather reaches, and what may be there all the same.
_SHELTERED = {"underwater", "space", "table", None}
_ANYWHERE = {"sparkle", "fireflies", "petals"}


@dataclass(frozen=True, slots=True)
class Target:
    """What the strokes aim at.

    Attributes:
        pixels: The picture, shape (height, width, 3).
        focus: How much a place matters, 0 to 1: subjects and edges are painted sharper.
        style: The post-filter's name, or None.
    """

    pixels: Pixels
    focus: Pixels
    style: str | None


def compose(scene: Scene, size: Size, seed: int, guidance_scale: float) -> Target:
    """Return the finished picture of a scene before any brush touches it."""
    setting, stage = set_stage(scene, size, seed)
    cast = with_subjects(setting, stage)
    pixels = with_weather(setting, cast.pixels, stage.horizon)
    pixels = bloomed(pixels, setting)
    pixels = styled(scene.style, pixels, cast.cover, setting)
    pixels = contrasted(pixels, guidance_scale)
    return Target(pixels, focus_of(pixels, cast.cover, setting.unit_px), scene.style)


def set_stage(scene: Scene, size: Size, seed: int) -> tuple[Setting, Stage]:
    """Return a scene without its subjects, with the fog behind them but no weather before them."""
    setting = Setting(scene=scene, light=light_of(scene, seed), size=size, seed=seed)
    stage = background(setting)
    if scene.biome in _SHELTERED:
        scene = replace(scene, weathers=scene.weathers & _ANYWHERE)
        setting = replace(setting, scene=scene)
    if "fog" in scene.weathers:
        # Most of the fog hangs behind the subjects, so that they stay visible.
        stage = replace(stage, pixels=with_fog(setting, stage.pixels, stage.horizon))
    return setting, stage


def contrasted(pixels: Pixels, guidance_scale: float) -> Pixels:
    """Return the picture with contrast and colour by the guidance: 1 is faint, 20 is harsh."""
    push = float(np.clip(guidance_scale, 0, 30)) / _USUAL_GUIDANCE
    contrast, colour = 0.62 + 0.38 * push**0.7, 0.6 + 0.4 * push**0.8
    grey = luminance(pixels)[..., None]
    vivid = grey + (pixels - grey) * min(colour, 1.9)
    middle = float(np.clip(vivid.mean(), 0.35, 0.6))
    steep = middle + (vivid - middle) * min(contrast, 1.7)
    return np.asarray(np.clip(steep, 0, 1), np.float32)


def bloomed(pixels: Pixels, setting: Setting) -> Pixels:
    """Let bright places shine over their edge, and darken the corners a little."""
    bright = np.clip(pixels - 0.72, 0, 1)
    glow = blur(bright, setting.unit_px * 0.02) + blur(bright, setting.unit_px * 0.06)
    strength = 0.8 if setting.light.is_night else 0.35
    pixels = 1 - (1 - pixels) * (1 - np.clip(glow * strength, 0, 0.6))
    corner = (setting.rows - 0.5) ** 2 + (setting.columns - 0.5) ** 2
    return np.asarray(pixels * (1 - 0.42 * smooth(0.2, 0.62, corner))[..., None], np.float32)


def focus_of(pixels: Pixels, cover: Pixels, unit_px: int) -> Pixels:
    """Return how much each place matters: subjects and edges most."""
    bright = luminance(pixels)
    down, right = np.gradient(bright)
    edges = np.clip(np.hypot(down, right) * 9 * unit_px / 512, 0, 1)
    near = blur(cover, unit_px * 0.012)
    return np.asarray(np.clip(near * 0.75 + blur(np.asarray(edges, np.float32), 1.5) * 0.8, 0, 1))
