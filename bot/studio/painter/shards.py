"""Styles that cut the picture into pieces: stained glass and low poly."""

import numpy as np
from numpy.typing import NDArray
from PIL import ImageDraw

from bot.studio.painter.noise import clouds
from bot.studio.painter.pixels import Pixels, blur, luminance, mix, rgb, smooth, to_image
from bot.studio.painter.stage import Setting


def stained_glass(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    """Return panes of one colour each, held by dark lead, with light from behind."""
    unit = setting.unit_px
    cells = 24
    owner, edge = _panes(setting, cells)
    count = int(owner.max()) + 1
    flat = owner.ravel()
    amount = np.maximum(np.bincount(flat, minlength=count), 1)
    panes = np.stack(
        [
            (np.bincount(flat, pixels[..., layer].ravel(), count) / amount)[owner]
            for layer in range(3)
        ],
        axis=2,
    )
    grey = luminance(panes.astype(np.float32))[..., None]
    rich = np.clip(grey + (panes - grey) * 1.7, 0, 1) * 1.08 + 0.03
    streak = clouds(setting.size, setting.rng("glass"), cells=20, octaves=3, wide=0.6)
    glass = rich * (0.82 + 0.36 * streak)[..., None]
    # Within a pane the drawing shows through a little, so that the subject stays legible.
    glass = mix(glass.astype(np.float32), pixels, 0.22 + 0.3 * cover)
    lead = 1 - smooth(0.035, 0.085, edge)
    outline = blur(cover, unit * 0.004)
    down, right = np.gradient(outline)
    lead = np.maximum(lead, np.clip(np.hypot(down, right) * unit * 0.016, 0, 1))
    glass = mix(np.asarray(glass, np.float32), rgb("#141218"), np.asarray(lead, np.float32))
    shine = blur(np.clip(glass - 0.55, 0, 1), unit * 0.02)
    return np.asarray(np.clip(glass + shine * 0.5, 0, 1), np.float32)


def _panes(setting: Setting, cells: int) -> tuple[NDArray[np.intp], Pixels]:
    """Return each pixel's pane and its distance to the next pane, in pane widths."""
    height, width = setting.size
    pitch = setting.unit_px / cells
    rows, columns = int(height / pitch) + 3, int(width / pitch) + 3
    jitter = setting.rng("panes").uniform(0.1, 0.9, (rows, columns, 2)).astype(np.float32)
    y = (np.arange(height, dtype=np.float32) / pitch + 1)[:, None]
    x = (np.arange(width, dtype=np.float32) / pitch + 1)[None, :]
    row, column = y.astype(np.intp), x.astype(np.intp)
    first = np.full(setting.size, 9.0, np.float32)
    second = first.copy()
    owner = np.zeros(setting.size, np.intp)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            r, c = row + down, column + right
            spot = jitter[r, c]
            distance = np.hypot(r + spot[..., 0] - y, c + spot[..., 1] - x)
            nearer = distance < first
            second = np.where(nearer, first, np.minimum(second, distance))
            owner = np.where(nearer, r * columns + c, owner)
            first = np.where(nearer, distance, first)
    return owner, np.asarray(second - first, np.float32)


def low_poly(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    """Return triangles of one colour each, whose corners sit on the picture's edges."""
    height, width = setting.size
    corners = _corners(pixels, cover, setting)
    picture = to_image(pixels)
    pen = ImageDraw.Draw(picture)
    soft = blur(pixels, setting.unit_px * 0.006)
    rng = setting.rng("facets")
    rows, columns = corners.shape[:2]
    for row in range(rows - 1):
        for column in range(columns - 1):
            a, b = corners[row, column], corners[row, column + 1]
            c, d = corners[row + 1, column], corners[row + 1, column + 1]
            pairs = ((a, b, c), (b, d, c)) if (row + column) % 2 else ((a, b, d), (a, d, c))
            for triangle in pairs:
                middle = sum(triangle) / 3
                y = int(np.clip(middle[0], 0, height - 1))
                x = int(np.clip(middle[1], 0, width - 1))
                tone = soft[y, x] * float(rng.uniform(0.94, 1.05))
                red, green, blue = (int(value) for value in np.clip(tone, 0, 1) * 255)
                points = [(float(corner[1]), float(corner[0])) for corner in triangle]
                pen.polygon(points, fill=(red, green, blue))
    return np.asarray(picture.convert("RGB"), np.float32) / 255


def _corners(pixels: Pixels, cover: Pixels, setting: Setting) -> NDArray[np.float64]:
    """Return a bent grid of corners (y, x), each pulled to the strongest edge near it."""
    height, width = setting.size
    pitch = setting.unit_px / 58
    rows, columns = int(height / pitch) + 2, int(width / pitch) + 2
    rng = setting.rng("corners")
    base = np.stack(np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij"), -1) * pitch
    down, right = np.gradient(blur(luminance(pixels) + cover * 0.8, pitch * 0.12))
    strength = np.hypot(down, right)
    best = base + rng.uniform(-0.3, 0.3, base.shape) * pitch
    power = np.full((rows, columns), 0.25 / setting.unit_px * 4)
    for _ in range(10):
        trial = base + rng.uniform(-0.44, 0.44, base.shape) * pitch
        y = np.clip(trial[..., 0], 0, height - 1).astype(np.intp)
        x = np.clip(trial[..., 1], 0, width - 1).astype(np.intp)
        better = strength[y, x] > power
        best = np.where(better[..., None], trial, best)
        power = np.where(better, strength[y, x], power)
    edge = np.array([height, width], np.float64)
    inner = (np.arange(rows)[:, None] > 0) & (np.arange(columns)[None, :] > 0)
    inner &= (base[..., 0] < height) & (base[..., 1] < width)
    return np.where(inner[..., None], best, np.minimum(base, edge))
