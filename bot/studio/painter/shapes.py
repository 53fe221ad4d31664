"""Things that the emoji set does not have, as polygons in a unit square."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np
from PIL import Image, ImageDraw

from bot.studio.painter.glyphs import Glyph
from bot.studio.painter.noise import clouds, warped
from bot.studio.painter.pixels import Pixels, mix, smooth, stream

Points = tuple[tuple[float, float], ...]
Part = tuple[str, Points]


def _box(left: float, top: float, right: float, bottom: float) -> Points:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _oval(x: float, y: float, across: float, down: float, start: int = 0, end: int = 360) -> Points:
    angles = np.radians(np.linspace(start, end, 40))
    return tuple((x + across * float(np.cos(a)), y + down * float(np.sin(a))) for a in angles)


def _lighthouse() -> list[Part]:
    def edge(y: float) -> float:
        return 0.085 + 0.075 * (y - 0.2) / 0.7

    parts: list[Part] = [
        ("#6d6a68", ((0.1, 1), (0.18, 0.9), (0.32, 0.85), (0.7, 0.86), (0.82, 0.92), (0.92, 1)))
    ]
    for band in range(6):
        top, bottom = 0.23 + band * 0.11, 0.23 + (band + 1) * 0.11
        colour = "#c9402f" if band % 2 else "#f3ecdf"
        a, b = edge(top), edge(bottom)
        parts.append(
            (colour, ((0.5 - a, top), (0.5 + a, top), (0.5 + b, bottom), (0.5 - b, bottom)))
        )
    parts += [
        ("#6b3b2c", _box(0.465, 0.79, 0.535, 0.89)),
        ("#3a4a5c", _box(0.485, 0.4, 0.515, 0.45)),
        ("#3a4a5c", _box(0.485, 0.6, 0.515, 0.65)),
        ("#3d4756", _box(0.385, 0.215, 0.615, 0.24)),
        ("#ffe9a0", _box(0.435, 0.12, 0.565, 0.215)),
        ("#3d4756", _box(0.495, 0.12, 0.505, 0.215)),
        ("#b23428", ((0.41, 0.12), (0.5, 0.03), (0.59, 0.12))),
        ("#3d4756", _box(0.495, 0, 0.505, 0.04)),
    ]
    return parts


def _windmill() -> list[Part]:
    parts: list[Part] = [
        ("#e9dcc4", ((0.38, 0.38), (0.62, 0.38), (0.7, 1), (0.3, 1))),
        ("#a4472f", ((0.36, 0.39), (0.5, 0.22), (0.64, 0.39))),
        ("#6b4630", _box(0.45, 0.84, 0.55, 1)),
        ("#4a6480", _box(0.46, 0.55, 0.54, 0.64)),
    ]
    for turn in (25, 115, 205, 295):
        a = np.radians(turn)
        along, across = (float(np.cos(a)), float(np.sin(a))), (-float(np.sin(a)), float(np.cos(a)))
        place = [
            (0.5 + along[0] * u + across[0] * v, 0.36 + along[1] * u + across[1] * v)
            for u, v in ((0.06, 0), (0.36, 0), (0.36, 0.085), (0.1, 0.085))
        ]
        parts.append(("#f6f0e2", tuple(place)))
    return [*parts, ("#5a3d2b", _oval(0.5, 0.36, 0.035, 0.035))]


def _pyramid() -> list[Part]:
    return [
        ("#e3bd78", ((0.5, 0.2), (0.62, 1), (0, 1))),
        ("#b4854a", ((0.5, 0.2), (1, 1), (0.62, 1))),
    ]


def _tower() -> list[Part]:
    parts: list[Part] = [("#8f8a86", _box(0.36, 0.24, 0.64, 1))]
    lefts = (0.31, 0.415, 0.52, 0.625)
    parts += [("#837d79", _box(left, 0.17, left + 0.065, 0.25)) for left in lefts]
    parts.append(("#78726f", _box(0.32, 0.22, 0.69, 0.29)))
    parts += [("#39404e", _box(0.47, y, 0.53, y + 0.1)) for y in (0.36, 0.56)]
    return [*parts, ("#5b3a28", (*_oval(0.5, 0.88, 0.07, 0.08, 180, 360), (0.57, 1), (0.43, 1)))]


def _bridge() -> list[Part]:
    parts: list[Part] = [("#9a5444", _box(0, 0.6, 1, 0.68))]
    for x in (0.22, 0.78):
        parts += [
            ("#b0503c", _box(x - 0.025, 0.1, x + 0.025, 1)),
            ("#b0503c", _box(x - 0.05, 0.1, x + 0.05, 0.14)),
        ]
    for left, right in ((-0.34, 0.22), (0.22, 0.78), (0.78, 1.34)):
        xs = [x for x in np.linspace(left, right, 29) if 0 <= x <= 1]
        sag = [0.58 - 0.44 * ((x - (left + right) / 2) / 0.28) ** 2 for x in xs]
        upper = tuple((float(x), float(y)) for x, y in zip(xs, sag, strict=True))
        lower = tuple((x, y + 0.016) for x, y in reversed(upper))
        parts.append(("#8a4436", upper + lower))
        parts += [("#8a4436", _box(x - 0.003, y, x + 0.003, 0.6)) for x, y in upper[::3]]
    return parts


def _bowl() -> list[Part]:
    body = tuple(
        (0.5 + 0.46 * float(np.cos(a)), 0.5 + 0.4 * float(np.sin(a)) ** 0.8)
        for a in np.linspace(0, np.pi, 40)[1:-1]
    )
    return [
        ("#2f5d86", _box(0.34, 0.84, 0.66, 0.95)),
        ("#3f7fb4", ((0.96, 0.5), *body, (0.04, 0.5))),
        ("#f1ead8", ((0.945, 0.58), (0.92, 0.65), (0.08, 0.65), (0.055, 0.58))),
        ("#2c5478", _oval(0.5, 0.5, 0.47, 0.045)),
    ]


def _balloon() -> list[Part]:
    parts: list[Part] = []
    colours = ("#c8402f", "#f2a93b", "#f4e6c4", "#3f8fa8", "#f4e6c4", "#f2a93b", "#c8402f")
    for index, colour in enumerate(colours):
        left, right = -1 + 2 * index / 7, -1 + 2 * (index + 1) / 7
        ys = np.linspace(0, 1, 24)
        wide = 0.36 * np.sqrt(
            np.clip(1 - ((ys - 0.46) / np.where(ys < 0.46, 0.46, 0.62)) ** 2, 0, 1)
        )
        wide = np.maximum(wide, 0.07)
        down = [(0.5 + float(w) * right, float(y) * 0.74) for y, w in zip(ys, wide, strict=True)]
        up = [(0.5 + float(w) * left, float(y) * 0.74) for y, w in zip(ys, wide, strict=True)]
        parts.append((colour, tuple(down + up[::-1])))
    return [
        *parts,
        ("#5a4632", ((0.435, 0.74), (0.445, 0.74), (0.46, 0.87), (0.45, 0.87))),
        ("#5a4632", ((0.555, 0.74), (0.565, 0.74), (0.55, 0.87), (0.54, 0.87))),
        ("#8a5a34", ((0.43, 0.87), (0.57, 0.87), (0.55, 1), (0.45, 1))),
    ]


def _crystals() -> list[Part]:
    parts: list[Part] = []
    for x, top, wide, lean in (
        (0.3, 0.35, 0.1, -0.12),
        (0.7, 0.3, 0.11, 0.14),
        (0.5, 0.05, 0.14, 0),
    ):
        tip, shoulder = (x + lean, top), top + 0.16
        left, right = (x + lean - wide, shoulder), (x + lean + wide, shoulder)
        middle = (x + lean * 0.9 + wide * 0.2, shoulder + 0.05)
        foot = (x + wide * 0.2, 1.0)
        parts += [
            ("#9fd8f2", (tip, left, (x - wide * 0.8, 1), foot, middle)),
            ("#5a8fd8", (tip, middle, foot, (x + wide * 0.8, 1), right)),
        ]
    return parts


_PARTS = {
    "lighthouse": _lighthouse,
    "windmill": _windmill,
    "pyramid": _pyramid,
    "tower": _tower,
    "bridge": _bridge,
    "bowl": _bowl,
    "hot air balloon": _balloon,
    "crystals": _crystals,
}


def shape(label: str, height_px: int, seed: int) -> Glyph:
    """Return one of our own things in a box of *height_px*."""
    if label == "planet":
        return _planet(height_px, seed)
    zoom = 2
    side = max(16, height_px) * zoom
    picture = Image.new("RGB", (side, side), "#8a8078")
    cover = Image.new("L", (side, side))
    lines = Image.new("L", (side, side))
    for colour, points in _PARTS[label]():
        place = [(x * (side - 1), y * (side - 1)) for x, y in points]
        ImageDraw.Draw(picture).polygon(place, fill=colour)
        ImageDraw.Draw(cover).polygon(place, fill=255)
        ImageDraw.Draw(lines).line([*place, place[0]], fill=170, width=max(1, side // 150))
    box = cover.getbbox() or (0, 0, side, side)
    size = (max(1, (box[2] - box[0]) // zoom), max(1, (box[3] - box[1]) // zoom))
    covered, lined, coloured = (
        np.asarray(layer.crop(box).resize(size, Image.Resampling.BOX), np.float32) / 255
        for layer in (cover, lines, picture)
    )
    return Glyph(covered, lined * covered, coloured)


def _planet(height_px: int, seed: int) -> Glyph:
    side = max(16, height_px)
    rng = stream(seed, "planet")
    down, right = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j].astype(np.float32)
    distance = np.sqrt(down**2 + right**2)
    cover = 1 - smooth(1 - 3 / side, 1.0, distance)
    bands = warped(clouds((side, side), rng, cells=5, wide=6), clouds((side, side), rng), 0.12)
    spots = clouds((side, side), rng, cells=4)
    low, high = np.array([0.46, 0.4, 0.5], np.float32), np.array([0.95, 0.88, 0.8], np.float32)
    colours: Pixels = mix(low, high, bands * 0.75 + spots * 0.25)
    return Glyph(np.asarray(cover, np.float32), np.zeros((side, side), np.float32), colours)
