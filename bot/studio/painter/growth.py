"""What grows: rows of conifers and round trees, tufts of grass, flowers, leaves, stones."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np
from PIL import Image, ImageDraw

from bot.studio.painter.land import Soil, lit_colour
from bot.studio.painter.pixels import Pixels, mix, rgb
from bot.studio.painter.stage import Setting

_PETALS = ("#f2d24a", "#e8607e", "#f4f0e6", "#9a6ad8", "#ef8a3a", "#5a8ae0")
_ZOOM = 2


def with_trees(
    setting: Setting, pixels: Pixels, horizon: float, *, kind: str, colour: str, snow: bool
) -> Pixels:
    """Add rows of trees (kind "conifer" or "round") behind the ground, the far ones in haze."""
    rng = setting.rng("trees", kind)
    towards = 1 if setting.light.sun_x < 0.5 else -1
    for layer in range(3):
        nearness = (layer + 1) / 3
        mask, lit = _row(setting, rng, horizon, layer, kind, towards)
        tone = mix(setting.light.haze, lit_colour(setting, colour), 0.3 + 0.6 * nearness)
        bright = mix(tone, setting.light.sun * setting.light.ambient, 0.34)
        if snow:
            bright = mix(tone, np.clip(setting.light.ambient * 1.05, 0, 1), 0.8)
        depth = np.clip((setting.rows - (horizon - 0.2)) / 0.24, 0, 1)
        body = mix(tone[None, None], bright[None, None], lit * (0.9 if snow else 0.55))
        body = mix(body, setting.light.haze, depth**2 * (0.55 - 0.45 * nearness))
        pixels = mix(pixels, body, mask)
    return pixels


def _row(
    setting: Setting,
    rng: np.random.Generator,
    horizon: float,
    layer: int,
    kind: str,
    towards: int,
) -> tuple[Pixels, Pixels]:
    height, width = setting.size
    size = (width * _ZOOM, height * _ZOOM)
    mask, lit = Image.new("L", size), Image.new("L", size)
    unit = setting.unit_px * _ZOOM
    step = unit * (0.028 + 0.02 * layer)
    tall = unit * (0.13 + 0.085 * layer)
    foot = (horizon + 0.012 + 0.014 * layer) * size[1]
    x = -step
    while x < size[0] + step:
        reach = tall * float(rng.uniform(0.55, 1.2))
        # Fewer tall trees in the middle, so that the subject has air behind it.
        middle = 1 - (0.55 if layer == 2 else 0.2) * float(
            np.exp(-(((x / size[0] - 0.5) / 0.24) ** 2))
        )
        place = (x, foot + float(rng.uniform(0, 0.01)) * size[1])
        if kind == "conifer":
            _conifer(mask, lit, place, reach * middle, towards, rng)
        else:
            _round_tree(mask, lit, place, reach * middle, towards, rng)
        x += step * float(rng.uniform(0.5, 1.3))
    ImageDraw.Draw(mask).rectangle((0, foot - unit * 0.006, size[0], size[1]), fill=255)
    reduced = [
        np.asarray(layer_.reduce(_ZOOM), np.float32)[:height, :width] / 255
        for layer_ in (mask, lit)
    ]
    return reduced[0], reduced[1]


def _conifer(
    mask: Image.Image,
    lit: Image.Image,
    foot: tuple[float, float],
    tall: float,
    towards: int,
    rng: np.random.Generator,
) -> None:
    x, y = foot
    wide = tall * float(rng.uniform(0.2, 0.27))
    tiers = 6
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    for tier in range(tiers):
        inner = wide * (0.14 + 0.62 * tier / tiers)
        outer = wide * (tier + 1.3) / tiers * float(rng.uniform(0.85, 1.1))
        top = y - tall * (1 - tier / tiers)
        bottom = y - tall * (1 - (tier + 1.15) / tiers) * 0.97
        left += [(x - inner, top), (x - outer, bottom)]
        right += [(x + inner, top), (x + outer, bottom)]
    tip = (x, y - tall * 1.07)
    ImageDraw.Draw(mask).polygon([tip, *right, *left[::-1]], fill=255)
    side = left if towards > 0 else right
    ImageDraw.Draw(lit).polygon([tip, (x, y)], fill=0)
    for upper, lower in zip(side[::2], side[1::2], strict=True):
        middle = (x + (lower[0] - x) * 0.15, (upper[1] + lower[1]) / 2)
        ImageDraw.Draw(lit).polygon([upper, lower, middle], fill=190)


def _round_tree(
    mask: Image.Image,
    lit: Image.Image,
    foot: tuple[float, float],
    tall: float,
    towards: int,
    rng: np.random.Generator,
) -> None:
    x, y = foot
    pen, shine = ImageDraw.Draw(mask), ImageDraw.Draw(lit)
    pen.rectangle((x - tall * 0.025, y - tall * 0.5, x + tall * 0.025, y), fill=255)
    for _ in range(9):
        across = x + tall * float(rng.normal(0, 0.13))
        up = y - tall * float(rng.uniform(0.45, 0.86))
        r = tall * float(rng.uniform(0.1, 0.19))
        pen.ellipse((across - r, up - r, across + r, up + r), fill=255)
        shine.ellipse((across - r, up - r, across + r, up + r), fill=30)
        s, moved = r * 0.62, r * 0.3
        shine.ellipse(
            (
                across - towards * moved - s,
                up - moved - s,
                across - towards * moved + s,
                up - moved + s,
            ),
            fill=150,
        )


def with_undergrowth(
    setting: Setting, pixels: Pixels, horizon: float, soil: Soil, *, foreground: bool
) -> Pixels:
    """Add grass, flowers, leaves or stones; *foreground* ones stand before the subjects."""
    if soil.grows in {"ripples", "drifts"}:
        return pixels
    height, width = setting.size
    rng = setting.rng("undergrowth", foreground)
    picture = Image.fromarray((np.clip(pixels, 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    near, accent = lit_colour(setting, soil.near), lit_colour(setting, soil.accent)
    count = (110 if foreground else 620) * width // max(1, setting.unit_px)
    depths = np.sort(rng.random(count) ** 1.4) * (0.12 if foreground else 1)
    for depth in depths + (0.9 if foreground else 0.03):
        x, y = float(rng.random()) * width, (horizon + (1 - horizon) * float(depth)) * height
        size = setting.unit_px * 0.042 * (0.12 + float(depth))
        tone = near * float(rng.uniform(0.62, 1.05)) + accent * float(rng.uniform(0, 0.22))
        if soil.grows == "stones":
            _stone(pen, x, y, size * float(rng.uniform(0.2, 0.9)) ** 1.5, tone)
            continue
        _tuft(pen, x, y, size, tone, rng)
        if soil.grows != "grass" or rng.random() < 0.07:
            text = soil.accent if soil.grows == "leaves" else str(rng.choice(_PETALS))
            _dot(
                pen, x, y - size * float(rng.uniform(0.5, 1)), size * 0.2, lit_colour(setting, text)
            )
    return np.asarray(picture, np.float32) / 255


def _ink(tone: Pixels) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in np.clip(tone, 0, 1) * 255)
    return red, green, blue


def _tuft(
    pen: ImageDraw.ImageDraw,
    x: float,
    y: float,
    size: float,
    tone: Pixels,
    rng: np.random.Generator,
) -> None:
    for _ in range(3):
        lean = float(rng.normal(0, 0.4)) * size
        wide = max(0.6, size * 0.07)
        tip = (x + lean, y - size * float(rng.uniform(0.6, 1.2)))
        pen.polygon([(x - wide, y), tip, (x + wide, y)], fill=_ink(tone))
        x += size * 0.12


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, size: float, tone: Pixels) -> None:
    pen.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), fill=_ink(tone))


def _stone(pen: ImageDraw.ImageDraw, x: float, y: float, size: float, tone: Pixels) -> None:
    pen.ellipse(
        (x - size * 1.1, y - size * 0.3, x + size * 1.3, y + size * 0.4), fill=_ink(tone * 0.6)
    )
    pen.ellipse((x - size, y - size * 0.7, x + size, y + size * 0.3), fill=_ink(tone))
    light = (x - size * 0.7, y - size * 0.62, x + size * 0.3, y - size * 0.1)
    pen.ellipse(light, fill=_ink(mix(tone, rgb("#ffffff"), 0.25)))
