"""The sky: its gradient, the sun or the moon, clouds, stars, aurora and rainbow."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np

from bot.studio.painter.noise import clouds, line, warped
from bot.studio.painter.pixels import Pixels, blur, mix, moved, smooth
from bot.studio.painter.stage import Setting

_COVERAGE = {"clear": 0.0, "cloudy": 0.75, "rain": 0.85, "storm": 0.95, "snowfall": 0.8, "fog": 0.5}


def painted_sky(setting: Setting, horizon: float) -> Pixels:
    """Return the whole picture filled with sky; *horizon* is where its lowest colour stands."""
    light, scene = setting.light, setting.scene
    pixels = _gradient(setting, horizon)
    if light.is_night and not scene.weathers & {"storm", "rain", "cloudy"}:
        pixels = pixels + _stars(setting, horizon)
    if "aurora" in scene.weathers:
        pixels = _with_aurora(setting, pixels, horizon)
    pixels = _with_sun(setting, pixels)
    pixels = _with_clouds(setting, pixels, horizon)
    if "rainbow" in scene.weathers:
        pixels = _with_rainbow(setting, pixels, horizon)
    return np.asarray(np.clip(pixels, 0, 1), np.float32)


def _gradient(setting: Setting, horizon: float) -> Pixels:
    sky = setting.light.sky
    wave = (clouds(setting.size, setting.rng("bands"), cells=1.4, octaves=2, wide=3) - 0.5) * 0.12
    place = np.clip(setting.rows / max(horizon, 0.2) + wave, 0, 1) ** 1.15
    stops = np.linspace(0, 1, len(sky))
    layers = [np.interp(place, stops, sky[:, layer]) for layer in range(3)]
    return np.stack(layers, axis=2).astype(np.float32)


def distance_to_sun(setting: Setting) -> Pixels:
    """Return how far each pixel is from the sun, in short sides."""
    height, width = setting.size
    down = (setting.rows - setting.light.sun_y) * height / setting.unit_px
    right = (setting.columns - setting.light.sun_x) * width / setting.unit_px
    return np.asarray(np.sqrt(down**2 + right**2), np.float32)


def _with_sun(setting: Setting, pixels: Pixels) -> Pixels:
    light, weathers = setting.light, setting.scene.weathers
    distance = distance_to_sun(setting)
    hidden = bool(weathers & {"rain", "storm", "snowfall"}) and "moon" not in weathers
    strength = 0.25 if hidden else 1.0
    glow = 0.5 * np.exp(-distance * 4.2) + 0.35 * np.exp(-distance * 14)
    if setting.scene.time == "night":
        glow = glow * 0.7
    pixels = mix(pixels, light.sun, np.clip(glow * strength, 0, 1).astype(np.float32))
    if hidden:
        return pixels
    radius = 0.055 if setting.scene.time in {"night", "dusk"} else 0.048
    if "moon" in weathers:
        radius *= 1.6
    edge = 1.5 / setting.unit_px
    disc = 1 - smooth(radius - edge, radius + edge, distance)
    face = np.ones_like(pixels) * np.clip(light.sun * 1.03, 0, 1)
    if setting.scene.time == "night":
        spots = clouds(setting.size, setting.rng("moon"), cells=16, octaves=3)
        face = face * (1 - 0.3 * smooth(0.45, 0.7, spots))[..., None]
    return mix(pixels, face.astype(np.float32), disc)


def _with_clouds(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    light, weathers = setting.light, setting.scene.weathers
    rng = setting.rng("clouds")
    usual = float(rng.uniform(0.3, 0.55)) * (0.6 if setting.scene.time == "night" else 1.0)
    coverage = max((_COVERAGE[name] for name in weathers if name in _COVERAGE), default=usual)
    if coverage == 0:
        return pixels
    shape = clouds(setting.size, rng, cells=2.2, octaves=6, wide=2.1)
    shape = warped(shape, clouds(setting.size, rng, cells=3.2, octaves=4, wide=1.5), 0.12)
    puffs = np.abs(2 * clouds(setting.size, rng, cells=8, octaves=5, wide=1.4) - 1)
    shape = shape * 0.9 + 0.2 * puffs.astype(np.float32)
    depth = smooth(0.74 - 0.42 * coverage, 0.98 - 0.32 * coverage, shape)
    step = max(1, round(0.022 * setting.unit_px))
    towards = -1 if light.sun_x < 0.5 else 1
    soft = blur(shape, 0.006 * setting.unit_px)
    down = step if light.sun_y > 0.35 else -step
    lit = np.clip((soft - moved(soft, -down, -towards * step)) * 3.4 + 0.55, 0, 1)
    bright = mix(light.sky[-1], light.sun, 0.7) if not light.is_night else light.sky[-1] * 1.05
    dark = mix(light.sky[2], light.haze, 0.5) * (0.66 if "storm" in weathers else 0.9)
    body = mix(dark[None, None], bright[None, None], lit.astype(np.float32))
    fade = 1 - smooth(horizon * 0.75, horizon * 1.08, np.broadcast_to(setting.rows, setting.size))
    # The moon and a low sun shine through.
    near = np.exp(-((distance_to_sun(setting) / 0.09) ** 2)) * (0.8 if light.is_night else 0.4)
    return mix(
        pixels, body, np.asarray(depth * (0.25 + 0.75 * fade) * 0.92 * (1 - near), np.float32)
    )


def _stars(setting: Setting, horizon: float) -> Pixels:
    height, width = setting.size
    rng = setting.rng("stars")
    count = 420 if setting.scene.time == "night" else 120
    if "stars" in setting.scene.weathers:
        count *= 2
    field = np.zeros(setting.size, np.float32)
    places, power = rng.random((count, 2)), rng.random(count) ** 4
    rows = np.minimum(places[:, 0] * horizon * height, height - 1).astype(int)
    columns = (places[:, 1] * width).astype(int)
    size = setting.unit_px / 512
    np.maximum.at(field, (rows, columns), (0.35 + 0.65 * power).astype(np.float32))
    big = np.where(field > 0.72, field, 0).astype(np.float32)
    glow = blur(field, 0.55 * size) * max(1.0, 1.6 * size**2) + blur(big, 2.2 * size) * 14 * size**2
    fade = 1 - smooth(horizon * 0.55, horizon, np.broadcast_to(setting.rows, setting.size))
    return np.asarray(
        np.clip(glow * fade, 0, 1)[..., None] * np.array([0.95, 0.97, 1.0]), np.float32
    )


def _with_aurora(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("aurora")
    width = setting.size[1]
    for index, colour in enumerate(((0.25, 0.95, 0.6), (0.2, 0.8, 0.85), (0.65, 0.35, 0.9))):
        foot = horizon * (0.82 - 0.16 * index + 0.28 * (line(width, rng, bumps=2.2) - 0.5))
        rays = 0.35 + 0.65 * line(width, rng, bumps=26, octaves=3)
        above = foot[None, :] - setting.rows
        reach = 0.36 * (0.5 + 0.8 * line(width, rng, bumps=3))[None, :]
        curtain = np.exp(-np.clip(above, 0, 9) / (reach * 0.42)) * smooth(-0.02, 0.012, above)
        glow = curtain * rays[None, :] * 0.75
        pixels = pixels + (1 - pixels) * glow[..., None] * np.array(colour, np.float32)
    return np.asarray(pixels, np.float32)


def _with_rainbow(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    height, width = setting.size
    side = 0.75 if setting.light.sun_x < 0.5 else 0.25
    down = (setting.rows - horizon - 0.12) * height / setting.unit_px
    right = (setting.columns - side) * width / setting.unit_px
    distance = np.sqrt(down**2 + right**2)
    place = (distance - 0.5) / 0.085
    hue = np.stack(
        [np.clip(1.5 - np.abs(place * 4 - peak), 0, 1) for peak in (3.2, 2.0, 0.9)], axis=2
    )
    band = smooth(0, 0.15, place) * (1 - smooth(0.85, 1, place)) * 0.55
    return mix(pixels, hue.astype(np.float32), band)
