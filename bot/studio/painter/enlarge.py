"""Enlarging a picture that is there already: the same picture, with edges as crisp as before."""

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from bot.studio.painter.fitting import upright
from bot.studio.painter.pixels import Pixels, blur, from_image, luminance

_HOW = Image.Resampling.LANCZOS
_STRIP_PX = 128
_LEAST_PX = 4  # below, there is no slope to go by


def enlarged(image: Image.Image, width_px: int, height_px: int, *, crops: bool) -> Image.Image:
    """Return *image* at exactly that size.

    What does not fit is cut off if *crops*, else the picture is stretched.
    """
    source = upright(image)
    if crops:
        scale = max(width_px / source.width, height_px / source.height)
        part_px = max(1, round(width_px / scale)), max(1, round(height_px / scale))
        source = ImageOps.fit(source, part_px, _HOW)
    large = source.resize((width_px, height_px), _HOW)
    growth = min(width_px / source.width, height_px / source.height)
    if growth <= 1 or min(source.size) < _LEAST_PX:
        return large
    narrowed = _narrowed(large, source, growth)
    return narrowed.filter(ImageFilter.UnsharpMask(radius=growth * 0.6, percent=35, threshold=2))


def _narrowed(large: Image.Image, source: Image.Image, growth: float) -> Image.Image:
    """Return *large* with its edges as narrow as they were in *source*.

    Every pixel is taken from a little farther off the nearest edge, so that the smear between two
    colours shrinks and nothing overshoots. In strips, for the largest picture has 16 megapixels.
    """
    down, right = _away_from_edges(luminance(from_image(source)))
    values = np.asarray(large)
    out = np.empty_like(values)
    scale = source.height / large.height
    for top in range(0, large.height, _STRIP_PX):
        bottom = min(large.height, top + _STRIP_PX)
        box = (0.0, top * scale, float(source.width), min(source.height, bottom * scale))
        size = (large.width, bottom - top)
        strip = [
            np.asarray(Image.fromarray(shift).resize(size, Image.Resampling.BICUBIC, box))
            for shift in (down, right)
        ]
        rows = np.arange(top, bottom)[:, None] + strip[0] * growth
        columns = np.arange(large.width)[None, :] + strip[1] * growth
        out[top:bottom] = _sampled(values, rows, columns)
    return Image.fromarray(out)


def _away_from_edges(bright: Pixels) -> tuple[Pixels, Pixels]:
    """Return how far each place of the source is pushed, in its pixels: at most half of one."""
    slopes = np.gradient(blur(bright, 0.6))
    edge = blur(np.asarray(np.clip(np.hypot(*slopes) * 5, 0, 1), np.float32), 0.8)
    down, right = np.gradient(edge)
    limit = np.maximum(1.0, np.hypot(down, right) * 2.4 / 0.5)
    return (
        np.asarray(-down * 2.4 / limit, np.float32),
        np.asarray(-right * 2.4 / limit, np.float32),
    )


def _sampled(values: Pixels, rows: Pixels, columns: Pixels) -> Pixels:
    """Return what lies at places between pixels."""
    height, width = values.shape[:2]
    rows, columns = np.clip(rows, 0, height - 1.001), np.clip(columns, 0, width - 1.001)
    y, x = rows.astype(np.intp), columns.astype(np.intp)
    below, beside = np.minimum(y + 1, height - 1), np.minimum(x + 1, width - 1)
    v, u = (rows - y)[..., None], (columns - x)[..., None]
    upper = values[y, x] * (1 - u) + values[y, beside] * u
    lower = values[below, x] * (1 - u) + values[below, beside] * u
    return np.asarray(upper * (1 - v) + lower * v + 0.5, np.uint8)
