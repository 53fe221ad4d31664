"""Rows of buildings with lit windows, and the street before them."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np
from numpy.typing import NDArray

from bot.studio.painter.noise import clouds
from bot.studio.painter.pixels import Pixels, blur, mix, rgb, smooth
from bot.studio.painter.stage import Setting

_WALLS = ("#6f7688", "#8a7468", "#5d6c80", "#7d7480", "#94867a", "#4f5a70")
_MASTS = 0.35  # share of the buildings that have one
_LAMPS = ("#ffd68a", "#ffe6b0", "#ffbf6a", "#bfe0ff", "#ff9ad0")


def with_city(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    """Add three rows of buildings that rise from the horizon, the far ones in haze."""
    for layer in range(3):
        rng = setting.rng("city", layer)
        width = setting.size[1]
        pixels = pixels.copy()
        x = -0.03 * width
        while x < width:
            wide = setting.unit_px * float(rng.uniform(0.07, 0.13)) * (0.62 + 0.3 * layer)
            middle = np.exp(-(((x / width - 0.5) / 0.3) ** 2))
            tall = float(rng.uniform(0.12, 0.4)) * (1.15 - 0.2 * layer)
            tall *= 1 - float(middle) * (0.0, 0.25, 0.6)[layer]
            _building(setting, pixels, rng, (x, wide, tall, horizon + 0.012 * layer), layer)
            x += wide * float(rng.uniform(0.85, 1.15))
        if layer < 2:
            fog = np.exp(-(((setting.rows - horizon) / 0.16) ** 2)) * 0.5
            fog = fog * np.ones(setting.size, np.float32)
            pixels = mix(pixels, setting.light.haze, (fog * (0.7 - 0.2 * layer)).astype(np.float32))
    return pixels


def _building(
    setting: Setting,
    pixels: Pixels,
    rng: np.random.Generator,
    place: tuple[float, float, float, float],
    layer: int,
) -> None:
    """Paint one building into *pixels*; *place* is left (px), width (px), height, foot (shares)."""
    light = setting.light
    left, wide, tall, foot = place
    height, width = setting.size
    top, bottom = int((foot - tall) * height), int(foot * height)
    start, end = max(0, int(left)), min(width, int(left + wide))
    wall = rgb(str(rng.choice(_WALLS))) * light.ambient * (0.5 if light.is_night else 0.95)
    tone = mix(light.haze, wall, 0.28 + 0.3 * layer)
    mast = float(rng.random())
    if end > start and bottom > max(0, top):
        rows = np.arange(max(0, top), min(height, bottom))
        columns = np.arange(start, end)
        from_top, across = (rows - top)[:, None], (columns - left)[None, :]
        face = _face(setting, tone, (from_top, across, wide), layer, rng)
        pixels[rows[0] : rows[-1] + 1, start:end] = face
        if mast < _MASTS:
            middle = min(width - 1, max(0, int(left + wide * 0.5)))
            thin = max(1, round(setting.unit_px * 0.003))
            high = int(setting.unit_px * 0.05 * (0.5 + mast))
            pixels[max(0, top - high) : max(0, top), middle : middle + thin] = tone * 0.8


def _face(
    setting: Setting,
    tone: Pixels,
    place: tuple[NDArray[np.intp], Pixels, float],
    layer: int,
    rng: np.random.Generator,
) -> Pixels:
    """Return a face of a building; *place* is the way from its top and left, and its width."""
    light = setting.light
    from_top, across, wide = place
    turned = across / wide if light.sun_x > 0.5 else 1 - across / wide
    face = tone * (0.82 + 0.26 * turned[..., None] * np.ones((len(from_top), 1, 1)))
    windows = rng.random((64, 16))
    lamps = np.stack([rgb(text) for text in _LAMPS])[rng.integers(0, len(_LAMPS), (64, 16))]
    cell = max(4.0, setting.unit_px * (0.013 + 0.005 * layer))
    row, column = (from_top / (cell * 1.35)).astype(int), (across / cell).astype(int)
    in_row, in_column = (from_top / (cell * 1.35)) % 1, (across / cell) % 1
    glass = (in_row > 0.3) & (in_row < 0.85) & (in_column > 0.25) & (in_column < 0.8)
    glass &= (across > cell * 0.4) & (across < wide - cell * 0.6) & (from_top > cell)
    lit = glass & (windows[row % 64, column % 16] < (0.42 if light.is_night else 0.06))
    shine = mix(tone, lamps[row % 64, column % 16], 0.6 + 0.13 * layer)
    pane = mix(light.sky[1], light.sky[-1], 0.3) * (0.45 if light.is_night else 0.8)
    face = np.where(glass[..., None], mix(face, pane, 0.3 + 0.15 * layer), face)
    return np.asarray(np.where(lit[..., None], shine, face), np.float32)


def with_street(setting: Setting, pixels: Pixels, horizon: float, *, wet: bool) -> Pixels:
    """Add the street: asphalt in perspective; a wet one mirrors what stands above it."""
    height = setting.size[0]
    light = setting.light
    top = round((horizon + 0.02) * height)
    depth = np.clip((setting.rows - horizon) / (1 - horizon), 0, 1)
    rng = setting.rng("street")
    grain = clouds(setting.size, rng, cells=30, octaves=3, wide=3)
    dark = rgb("#4c4f5a") * light.ambient * (0.62 if light.is_night else 1.0)
    tone = mix(
        light.haze, dark, np.clip(depth * 2.2 + 0.35, 0, 1) * np.ones(setting.size, np.float32)
    )
    tone = tone * (0.94 + 0.14 * grain)[..., None]
    spread = 0.06 + 0.72 * depth
    centre = np.abs(setting.columns - 0.5)
    kerb = smooth(-0.01, 0.012, centre - spread)
    tone = mix(tone.astype(np.float32), tone * 1.3, kerb)
    dashes = (np.sin(9 / (depth + 0.16)) > 0.1) & (centre < 0.012 * (0.1 + depth))
    tone = mix(tone, rgb("#e8dcae") * light.ambient, dashes.astype(np.float32) * 0.6)
    shine = 0.72 if wet else 0.16
    mirrored = pixels[np.clip(2 * top - np.arange(height), 0, height - 1)]
    streaked = blur(mirrored, 0.008 * setting.unit_px)
    column = np.cumsum(streaked[top:], axis=0) / np.arange(1, height - top + 1)[:, None, None]
    streaked = streaked.copy()
    streaked[top:] = 0.45 * streaked[top:] + 0.55 * column
    puddles = smooth(0.3, 0.6, clouds(setting.size, rng, cells=3, octaves=4, wide=3.5))
    share = shine * (0.35 + 0.65 * puddles) * (1 - 0.45 * depth)
    tone = mix(tone, np.clip(streaked * 1.06, 0, 1).astype(np.float32), share)
    below = np.clip((setting.rows - horizon - 0.02) * height + 0.5, 0, 1)
    return mix(pixels, np.clip(tone, 0, 1), below * np.ones(setting.size, np.float32))
