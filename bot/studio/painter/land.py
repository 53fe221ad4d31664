"""Hills, mountains, dunes and the ground that subjects stand on."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import dataclass

import numpy as np

from bot.studio.painter.noise import clouds, line, warped
from bot.studio.painter.pixels import Pixels, blur, mix, rgb, smooth
from bot.studio.painter.stage import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Soil:
    """Colours of the ground: what lies far away, what lies near, and what grows on it."""

    far: str
    near: str
    accent: str
    grows: str  # grass, flowers, leaves, ripples, drifts or stones


SOILS = {
    "meadow": Soil(far="#8fbf6a", near="#3f7d3a", accent="#d8d36a", grows="grass"),
    "flowers": Soil(far="#9cc46e", near="#437f3c", accent="#e86a8a", grows="flowers"),
    "autumn": Soil(far="#c9a060", near="#8a5a2c", accent="#d8742a", grows="leaves"),
    "forest": Soil(far="#6f8f5a", near="#33512f", accent="#8aa050", grows="grass"),
    "jungle": Soil(far="#5f9a52", near="#1f5433", accent="#9ac04a", grows="grass"),
    "savanna": Soil(far="#d9b76a", near="#a8803c", accent="#e8d080", grows="grass"),
    "desert": Soil(far="#ecc88c", near="#c88f50", accent="#f6dca4", grows="ripples"),
    "mars": Soil(far="#d08a62", near="#96482e", accent="#e0a878", grows="stones"),
    "moon": Soil(far="#b4b6bc", near="#74767e", accent="#d8d8dc", grows="stones"),
    "mountains": Soil(far="#8aa078", near="#4a6a48", accent="#b0b888", grows="grass"),
    "snow": Soil(far="#e8eff8", near="#cfdcef", accent="#ffffff", grows="drifts"),
    "coast": Soil(far="#ecd9a8", near="#d8b878", accent="#f6e8c4", grows="ripples"),
}


def lit_colour(setting: Setting, text: str) -> Pixels:
    """Return a colour of the land in the picture's light."""
    return np.asarray(np.clip(rgb(text) * setting.light.ambient, 0, 1), np.float32)


def below(setting: Setting, skyline: Pixels) -> Pixels:
    """Return 1 under a skyline (heights from the top, one a column), with a soft edge."""
    height = setting.size[0]
    return np.asarray(np.clip((setting.rows - skyline[None, :]) * height + 0.5, 0, 1), np.float32)


def with_hills(
    setting: Setting, pixels: Pixels, horizon: float, colour: str, *, layers: int = 3
) -> Pixels:
    """Add rolling hills that fade into the haze."""
    rng = setting.rng("hills")
    width = setting.size[1]
    for layer in range(layers):
        nearness = (layer + 1) / (layers + 1)
        height = 0.17 * (1 - 0.5 * nearness)
        bumps = 1.6 + 1.3 * layer
        skyline = (
            horizon + 0.012 - height * (0.25 + 0.75 * line(width, rng, bumps=bumps, octaves=4))
        )
        tone = mix(setting.light.haze, lit_colour(setting, colour), 0.22 + 0.55 * nearness)
        depth = np.clip((setting.rows - skyline[None, :]) / (height + 0.02), 0, 1)
        folds = clouds(setting.size, rng, cells=7, octaves=4, wide=2.5)
        shade = (1.12 - 0.2 * depth + 0.16 * (folds - 0.5))[..., None]
        body = mix(tone * shade, setting.light.haze, depth**2 * 0.35 * (1 - nearness))
        pixels = mix(pixels, body, below(setting, skyline))
    return pixels


def with_mountains(setting: Setting, pixels: Pixels, horizon: float, *, snow: float) -> Pixels:
    """Add ridges of rock, lit from the sun's side; *snow* is how far down they are white."""
    rng = setting.rng("mountains")
    width = setting.size[1]
    towards = 1.0 if setting.light.sun_x < 0.5 else -1.0
    for layer in range(3):
        nearness = (layer + 1) / 3
        height = 0.4 - 0.11 * layer
        crest = line(width, rng, bumps=1.7 + 1.4 * layer, octaves=7)
        skyline = horizon + 0.02 - height * (0.12 + 0.88 * crest**1.25)
        rock = _rock(setting, rng, skyline, towards)
        base = lit_colour(setting, "#6b6a78")
        tone = mix(setting.light.haze, base, 0.25 + 0.5 * nearness)
        body = tone * (0.78 + 0.5 * rock)[..., None]
        depth = (setting.rows - skyline[None, :]) / height
        edge = depth + 0.35 * (clouds(setting.size, rng, cells=14, octaves=3) - 0.5)
        white = (1 - smooth(snow * 0.5, snow, edge)) * smooth(0.2, 0.55, rock + 0.25)
        bright = mix(setting.light.haze, np.clip(setting.light.ambient * 1.02, 0, 1), 0.75)
        body = mix(body.astype(np.float32), bright * (0.72 + 0.3 * rock)[..., None], white)
        fog = smooth(0.35, 1.05, depth) * (0.85 - 0.35 * nearness)
        body = mix(body, setting.light.haze, fog)
        pixels = mix(pixels, body, below(setting, skyline))
    return pixels


def _rock(setting: Setting, rng: np.random.Generator, skyline: Pixels, towards: float) -> Pixels:
    """Return the light on faces of rock (0 to 1): ribs that run down from the crest."""
    slope = np.gradient(skyline) * setting.size[1]
    side = np.clip(0.5 - towards * slope * 0.35, 0, 1)
    ribs = 1 - np.abs(2 * clouds(setting.size, rng, cells=5, octaves=2, wide=0.6) - 1)
    ribs = ribs + 0.7 * clouds(setting.size, rng, cells=16, octaves=4, wide=0.8)
    ribs = warped(ribs.astype(np.float32), clouds(setting.size, rng, cells=4, octaves=3), 0.05)
    right = np.gradient(blur(ribs, 0.0025 * setting.unit_px), axis=1) * setting.unit_px * 0.022
    soft = np.convolve(np.pad(side, 12, mode="edge"), np.ones(25) / 25, mode="valid")
    return np.asarray(np.clip(0.55 * soft[None, :] + 0.22 + towards * right, 0, 1), np.float32)


def with_dunes(setting: Setting, pixels: Pixels, horizon: float, soil: Soil) -> Pixels:
    """Add dunes with a bright and a dark side."""
    rng = setting.rng("dunes")
    width = setting.size[1]
    towards = 1.0 if setting.light.sun_x < 0.5 else -1.0
    for layer in range(4):
        nearness = (layer + 1) / 4
        rise = 0.05 + 0.03 * layer
        skyline = (
            horizon + 0.1 * layer - rise * line(width, rng, bumps=1.2 + 0.5 * layer, octaves=2)
        )
        slope = np.gradient(skyline) * width
        side = np.clip(0.5 - towards * slope * 1.4, 0, 1)[None, :]
        tone = mix(setting.light.haze, lit_colour(setting, soil.far), 0.35 + 0.6 * nearness)
        dark = mix(setting.light.haze, lit_colour(setting, soil.near), 0.25 + 0.7 * nearness)
        depth = np.clip((setting.rows - skyline[None, :]) / 0.16, 0, 1)
        share = np.clip(side * (1 - 0.55 * depth) + 0.3 * depth, 0, 1).astype(np.float32)
        body = mix(dark[None, None], tone[None, None], share)
        pixels = mix(pixels, body, below(setting, skyline))
    return pixels


def with_ground(setting: Setting, pixels: Pixels, horizon: float, soil: Soil) -> Pixels:
    """Add the ground in perspective, darker and coarser towards the viewer."""
    rng = setting.rng("ground")
    width = setting.size[1]
    skyline = horizon + 0.03 * (line(width, rng, bumps=2, octaves=4) - 0.5)
    depth = np.clip((setting.rows - skyline[None, :]) / max(0.05, 1 - horizon), 0, 1)
    far, near = lit_colour(setting, soil.far), lit_colour(setting, soil.near)
    tone = mix(mix(setting.light.haze, far, 0.7)[None, None], near[None, None], depth**0.75)
    patches = clouds(setting.size, rng, cells=3, octaves=5, wide=3.5)
    fine = clouds(setting.size, rng, cells=26, octaves=3, wide=2.4)
    strength = 0.12 if soil.grows == "drifts" else 0.34
    tone = (
        tone * (1 + strength * (patches - 0.5) + 0.2 * strength * depth * (fine - 0.5))[..., None]
    )
    if soil.grows == "drifts":
        slope = np.gradient(blur(patches, 0.01 * setting.unit_px), axis=0) * setting.unit_px
        tone = tone * (1 - 0.05 * np.clip(slope, -2, 2.4))[..., None]
    accent = lit_colour(setting, soil.accent)
    tone = mix(tone.astype(np.float32), accent, smooth(0.6, 0.85, patches) * 0.22)
    glow = np.exp(-(((setting.columns - setting.light.sun_x) / 0.3) ** 2)) * (1 - depth) ** 2
    tone = mix(tone, setting.light.sun, (glow * 0.2).astype(np.float32))
    return mix(pixels, np.clip(tone, 0, 1), below(setting, skyline))
