"""Arithmetic on pictures: float32 arrays of shape (height, width[, 3]) with values from 0 to 1."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.float32 | np.float64]
Size = tuple[int, int]  # height, width


def stream(seed: int, *purpose: object) -> np.random.Generator:
    """Return the random numbers of one purpose, so that none depends on how many others took."""
    key = zlib.crc32(repr(purpose).encode())
    return np.random.Generator(np.random.PCG64([seed, key]))


def rgb(text: str) -> Pixels:
    """Return ``#rrggbb`` as three values."""
    return np.array([int(text[start : start + 2], 16) / 255 for start in (1, 3, 5)], np.float32)


def mix(first: Pixels, second: Pixels, share: Pixels | float) -> Pixels:
    """Return *first* blended with *second*; *share* 1 is *second* alone."""
    weight = np.asarray(share, np.float32)
    if weight.ndim == 2 and max(np.ndim(first), np.ndim(second)) != 2:
        weight = weight[..., None]
    return np.asarray(first + (second - first) * weight, np.float32)


def smooth(low: float, high: float, value: Pixels) -> Pixels:
    """Return 0 below *low*, 1 above *high*, and an S between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def resized(field: Pixels, size: Size, how: Image.Resampling = Image.Resampling.BICUBIC) -> Pixels:
    """Return a field or a picture at another size."""
    if field.ndim == 3:
        layers = [resized(field[..., layer], size, how) for layer in range(field.shape[2])]
        return np.stack(layers, axis=2)
    image = Image.fromarray(np.ascontiguousarray(field, np.float32))
    return np.asarray(image.resize((size[1], size[0]), how), np.float32)


def blur(field: Pixels, radius_px: float) -> Pixels:
    """Return a soft copy; wide ones are made at a smaller size, which nobody can tell apart."""
    if radius_px < 0.3:
        return field
    height, width = field.shape[:2]
    shrink = max(1, int(radius_px / 3))
    small = (max(1, height // shrink), max(1, width // shrink))
    reduced = resized(field, small, Image.Resampling.BOX) if shrink > 1 else field
    soft = _gauss(reduced, radius_px / shrink)
    return resized(soft, (height, width)) if shrink > 1 else soft


def _gauss(field: Pixels, sigma_px: float) -> Pixels:
    reach = max(1, int(sigma_px * 2.5))
    offsets = np.arange(-reach, reach + 1)
    kernel = np.exp(-0.5 * (offsets / sigma_px) ** 2).astype(np.float32)
    kernel /= kernel.sum()
    for axis in (0, 1):
        padding = [(0, 0)] * field.ndim
        padding[axis] = (reach, reach)
        padded = np.pad(field, padding, mode="edge")
        length = field.shape[axis]
        total = np.zeros_like(field)
        for offset, weight in enumerate(kernel):
            cut = [slice(None)] * field.ndim
            cut[axis] = slice(offset, offset + length)
            total += weight * padded[tuple(cut)]
        field = total
    return field


def soft_mask(mask: Image.Image, radius_px: float) -> Pixels:
    """Return an 8-bit mask blurred, as values from 0 to 1."""
    return np.asarray(mask.filter(ImageFilter.GaussianBlur(radius_px)), np.float32) / 255


def moved(field: Pixels, down_px: int, right_px: int) -> Pixels:
    """Return the field shifted; what comes in repeats the edge."""
    height, width = field.shape[:2]
    rows = np.clip(np.arange(height) - down_px, 0, height - 1)
    columns = np.clip(np.arange(width) - right_px, 0, width - 1)
    return np.asarray(field[rows[:, None], columns[None, :]], np.float32)


def luminance(pixels: Pixels) -> Pixels:
    """Return how bright each pixel looks."""
    return np.asarray(pixels @ np.array([0.299, 0.587, 0.114], np.float32), np.float32)


def to_image(pixels: Pixels) -> Image.Image:
    """Return an 8-bit RGB picture."""
    return Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8))


def from_image(image: Image.Image) -> Pixels:
    """Return a picture's values."""
    return np.asarray(image.convert("RGB"), np.float32) / 255
