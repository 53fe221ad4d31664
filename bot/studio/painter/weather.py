"""What falls through the picture or hangs in it: rain, snow, fog, lightning, petals, sparks."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np
from PIL import Image, ImageDraw

from bot.studio.painter.noise import clouds
from bot.studio.painter.pixels import Pixels, blur, mix, rgb
from bot.studio.painter.stage import Setting


def with_weather(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    """Return the picture with all of its weather in front of it."""
    painters = {
        "fog": _mist,
        "rain": _rain,
        "storm": _storm,
        "snowfall": _snow,
        "fireflies": _fireflies,
        "petals": _petals,
        "sparkle": _sparkle,
    }
    for name, painter in painters.items():
        if name in setting.scene.weathers:
            pixels = painter(setting, pixels, horizon)
    return pixels


def with_fog(setting: Setting, pixels: Pixels, horizon: float, *, thickness: float = 1.0) -> Pixels:
    """Return the picture with fog that is thickest at the horizon."""
    rng = setting.rng("fog")
    banks = clouds(setting.size, rng, cells=2, octaves=5, wide=4)
    belt = np.exp(-(((setting.rows - horizon - 0.02) / 0.24) ** 2))
    share = np.clip(belt * (0.45 + 0.75 * banks) + 0.12, 0, 0.85)
    tone = mix(setting.light.haze, np.ones(3, np.float32), 0.12)
    return mix(pixels, tone, (share * thickness).astype(np.float32))


def _mist(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    return with_fog(setting, pixels, horizon + 0.2, thickness=0.36)


def _rain(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("rain")
    height, width = setting.size
    layer = Image.new("L", (width, height))
    pen = ImageDraw.Draw(layer)
    lean = float(rng.uniform(0.08, 0.3))
    for _ in range(520 * max(1, width // setting.unit_px)):
        near = float(rng.random()) ** 2
        long = setting.unit_px * (0.02 + 0.07 * near)
        x, y = float(rng.uniform(-0.1, 1.1)) * width, float(rng.uniform(-0.1, 1)) * height
        wide = max(1, round(setting.unit_px * (0.001 + 0.0022 * near)))
        pen.line((x, y, x - long * lean, y + long), fill=int(50 + 110 * near), width=wide)
    streaks = np.asarray(layer, np.float32) / 255
    veil = 0.14 * clouds(setting.size, rng, cells=2, octaves=3, wide=0.5)
    pixels = mix(pixels, setting.light.haze, veil.astype(np.float32))
    return mix(pixels, rgb("#e4eefc"), streaks * 0.8)


def _storm(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("storm")
    height, width = setting.size
    layer = Image.new("L", (width, height))
    pen = ImageDraw.Draw(layer)
    start = float(rng.uniform(0.2, 0.8)) * width
    branches = [(start, 0.0, horizon * height, 3.0)]
    while branches:
        x, y, end, thick = branches.pop()
        while y < end:
            step = setting.unit_px * float(rng.uniform(0.015, 0.04))
            right = setting.unit_px * float(rng.normal(0, 0.022))
            wide = max(1, round(thick * setting.unit_px / 700))
            pen.line((x, y, x + right, y + step), fill=255, width=wide)
            x, y = x + right, y + step
            if thick > 1.5 and rng.random() < 0.13:
                branches.append((x, y, y + setting.unit_px * 0.14, thick * 0.5))
    bolt = np.asarray(layer, np.float32) / 255
    glow = blur(bolt, setting.unit_px * 0.012) * 2 + blur(bolt, setting.unit_px * 0.06) * 3
    pixels = mix(pixels, rgb("#b8c4ff"), np.clip(glow, 0, 0.7))
    pixels = mix(pixels, rgb("#fbfaff"), bolt)
    return _rain(setting, pixels, horizon)


def _snow(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("flakes")
    return _dots(setting, pixels, rng, colour="#ffffff", count=430, size=0.0075, soft=0.35)


def _fireflies(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("fireflies")
    return _dots(setting, pixels, rng, colour="#ffec8a", count=46, size=0.006, soft=2.6)


def _sparkle(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("sparkle")
    return _dots(setting, pixels, rng, colour="#fff4d0", count=90, size=0.004, soft=2.2)


def _dots(
    setting: Setting,
    pixels: Pixels,
    rng: np.random.Generator,
    *,
    colour: str,
    count: int,
    size: float,
    soft: float,
) -> Pixels:
    """Add round lights; *size* in short sides, *soft* how far they glow in sizes."""
    height, width = setting.size
    zoom = 2
    layer = Image.new("L", (width * zoom, height * zoom))
    pen = ImageDraw.Draw(layer)
    for _ in range(count * max(1, width // setting.unit_px)):
        near = float(rng.random()) ** 2.5
        r = setting.unit_px * size * (0.18 + 0.9 * near) * zoom
        x, y = float(rng.random()) * width * zoom, float(rng.random()) * height * zoom
        pen.ellipse((x - r, y - r, x + r, y + r), fill=int(150 + 105 * near))
    dots = np.asarray(layer.reduce(zoom), np.float32)[:height, :width] / 255
    glow = blur(dots, setting.unit_px * size * soft) * (1.6 if soft > 1 else 0.6)
    return mix(pixels, rgb(colour), np.clip(dots + glow, 0, 0.95))


def _petals(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    rng = setting.rng("petals")
    height, width = setting.size
    picture = Image.fromarray((np.clip(pixels, 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture, "RGBA")
    for _ in range(90):
        x, y = float(rng.random()) * width, float(rng.random()) * height
        r, turn = setting.unit_px * float(rng.uniform(0.004, 0.012)), float(rng.uniform(0, 6))
        angles = np.linspace(0, 2 * np.pi, 10)
        points = [
            (
                x + r * float(np.cos(a) * np.cos(turn) - 0.5 * np.sin(a) * np.sin(turn)),
                y + r * float(np.cos(a) * np.sin(turn) + 0.5 * np.sin(a) * np.cos(turn)),
            )
            for a in angles
        ]
        pen.polygon(points, fill=(255, 176, 200, 220))
    return np.asarray(picture, np.float32) / 255
