"""Open water: it mirrors the sky, glitters under the sun, and breaks on a shore."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np

from bot.studio.painter.land import lit_colour
from bot.studio.painter.noise import clouds, line
from bot.studio.painter.pixels import Pixels, mix, resized, rgb, smooth
from bot.studio.painter.stage import Setting

SHORE = 0.8  # where a beach begins, in heights from the top


def ripples(setting: Setting, horizon: float) -> Pixels:
    """Return the waves as seen in perspective, about -1 to 1: fine far away, broad near."""
    height, width = setting.size
    rng = setting.rng("ripples")
    depth = np.clip((setting.rows - horizon) / (1 - horizon), 0, 1)
    total: Pixels = np.zeros(setting.size, np.float32)
    for cells, weight in ((5.0, 0.6), (11.0, 0.4)):
        field = clouds((256, 384), rng, cells=cells * 2, octaves=4, wide=4)
        far = 0.03
        down = np.log((depth + far) / far) / np.log((1 + far) / far)
        rows = np.clip(down * 255, 0, 255).astype(np.intp)
        columns = np.clip(setting.columns * 383, 0, 383).astype(np.intp)
        total += weight * field[rows, columns]
    if min(setting.size) > 384:
        total = resized(resized(total, (height // 2, width // 2)), setting.size)
    return np.asarray((total - 0.5) * 3, np.float32)


def with_water(setting: Setting, pixels: Pixels, horizon: float, *, storm: bool) -> Pixels:
    """Add water below the horizon."""
    height = setting.size[0]
    light = setting.light
    top = horizon * height
    depth = np.clip((setting.rows - horizon) / (1 - horizon), 0, 1)
    waves = ripples(setting, horizon)
    rows = np.arange(height)[:, None]
    bend = waves * (0.006 + 0.05 * depth) * height * (2.2 if storm else 1.0)
    source = np.clip(2 * top - rows - bend, 0, max(0, top - 1)).astype(np.intp)
    columns = np.broadcast_to(np.arange(setting.size[1])[None, :], setting.size)
    mirrored = pixels[source, columns]
    deep = lit_colour(setting, "#1d5a78") * (0.75 if light.is_night else 1.0)
    tone = mix(mirrored, deep, np.clip(0.25 + 0.42 * depth + 0.22 * waves, 0.1, 0.9))
    crest = smooth(0.55, 1.2, waves) * (0.12 + (0.5 if storm else 0.2) * depth)
    tone = mix(tone, mix(light.sky[-1], rgb("#ffffff"), 0.3), crest)
    path = np.exp(-(((setting.columns - light.sun_x) / (0.035 + 0.11 * depth)) ** 2))
    sparkle = path * smooth(-0.05, 0.7, waves) * (1 - 0.35 * depth)
    sparkle = sparkle * (0.9 if light.sun_y > 0.3 else 0.5)
    tone = mix(tone, light.sun, sparkle.astype(np.float32))
    mist = np.exp(-depth * 22) * 0.55 * np.ones(setting.size, np.float32)
    tone = mix(tone, light.haze, mist.astype(np.float32))
    edge = np.clip((setting.rows - horizon) * height + 0.5, 0, 1) * np.ones(
        setting.size, np.float32
    )
    return mix(pixels, tone, edge.astype(np.float32))


def with_headland(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    """Add far hills on one side of the horizon."""
    rng = setting.rng("headland")
    width = setting.size[1]
    side = setting.columns[0] if setting.light.sun_x < 0.5 else 1 - setting.columns[0]
    rise = 0.13 * smooth(0.35, 1.0, side) * (0.45 + 0.55 * line(width, rng, bumps=3))
    skyline = horizon + 0.004 - rise
    share = np.clip((setting.rows - skyline[None, :]) * setting.size[0] + 0.5, 0, 1)
    tone = mix(setting.light.haze, lit_colour(setting, "#5a7088"), 0.5)
    return mix(pixels, tone, share.astype(np.float32))


def with_shore(setting: Setting, pixels: Pixels, sand: str) -> Pixels:
    """Add a beach in the foreground with a rim of foam."""
    rng = setting.rng("shore")
    height, width = setting.size
    skyline = SHORE + 0.07 * (line(width, rng, bumps=1.6, octaves=3) - 0.5)
    depth = (setting.rows - skyline[None, :]).astype(np.float32)
    grain = clouds(setting.size, rng, cells=20, octaves=4, wide=2.5)
    tone = lit_colour(setting, sand) * (0.86 + 0.24 * grain)[..., None]
    wet = 1 - smooth(0.0, 0.06, depth)
    tone = mix(tone.astype(np.float32), tone * 0.72 + setting.light.sky[-1] * 0.12, wet)
    pixels = mix(pixels, tone, np.clip(depth * height + 0.5, 0, 1))
    foam = np.exp(-((depth / 0.008) ** 2)) + 0.5 * np.exp(-(((depth + 0.035) / 0.006) ** 2))
    foam = foam * smooth(0.3, 0.6, clouds(setting.size, rng, cells=18, octaves=3, wide=2))
    white = np.clip(setting.light.ambient * 1.02, 0, 1)
    return mix(pixels, white, np.clip(foam * 0.9, 0, 1).astype(np.float32))
