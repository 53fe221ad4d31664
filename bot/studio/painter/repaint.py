"""Painting over a picture: how far it goes is the strength, where it goes is the mask."""

import zlib
from dataclasses import replace

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from bot.studio.painter.fitting import fitted, upright
from bot.studio.painter.noise import clouds
from bot.studio.painter.painting import Mask, Painting, Source
from bot.studio.painter.pixels import Pixels, blur, from_image, mix, stream, to_image
from bot.studio.painter.recompose import Under, recompose
from bot.studio.painter.refine import MOST_PIXELS, OnStep, primed, refined, schedule, working_size
from bot.studio.painter.sampling import radii, sampling_of
from bot.studio.painter.scene import Scene

_FROM_SURROUNDINGS, _FROM_NOISE, _FROM_NOTHING = 0, 2, 3
_WHITE = 255
_SEEDS = 2**32


def repainted(
    painting: Painting, source: Source, scene: Scene, on_step: OnStep | None
) -> Image.Image:
    """Return the source painted over, at exactly the size asked for.

    Where the mask does not reach, every pixel stays as it is.
    """
    size_px = (painting.width_px, painting.height_px)
    whole = fitted(upright(source.image), size_px, source.resize_mode)
    painting = _drawn_anew(painting, whole, source)
    if source.mask is None:
        return _over(whole, None, painting, source, scene, on_step)
    place = _place(source.mask, whole, source.resize_mode)
    if place.getbbox() is None:
        return whole
    soft = place.filter(ImageFilter.GaussianBlur(source.mask.blur_px))
    if source.mask.padding_px is None:
        done = _over(whole, place, painting, source, scene, on_step)
    else:
        box = _box(place, source.mask.padding_px, size_px)
        near = whole.crop(box).resize(size_px, Image.Resampling.LANCZOS)
        inner = place.crop(box).resize(size_px, Image.Resampling.BILINEAR)
        part = _over(near, inner, painting, source, scene, on_step)
        done = whole.copy()
        wide, tall = box[2] - box[0], box[3] - box[1]
        done.paste(part.resize((wide, tall), Image.Resampling.LANCZOS), box[:2])
    return Image.composite(done, whole, soft)


def _drawn_anew(painting: Painting, whole: Image.Image, source: Source) -> Painting:
    """Return *painting* with a seed that is also the source's: the same for the same picture.

    Over a picture of the same prompt and seed, the same would be drawn: nothing would vary.
    """
    if source.strength >= 1:
        return painting  # the source has no say
    key = zlib.crc32(whole.convert("RGB").tobytes())
    return replace(painting, seed=(painting.seed + key) % _SEEDS)


def _place(mask: Mask, whole: Image.Image, resize_mode: int) -> Image.Image:
    """Return where paint may go: white on black, at the size of the result."""
    grey = upright(mask.image).convert("L")
    place = fitted(grey, whole.size, resize_mode).point(
        lambda value: _WHITE * (value > _WHITE // 2)
    )
    return ImageChops.invert(place) if mask.is_inverted else place


def _box(
    place: Image.Image, padding_px: int, size_px: tuple[int, int]
) -> tuple[int, int, int, int]:
    """Return the masked place with its padding, in the proportions of the result where it fits."""
    left, top, right, bottom = place.getbbox() or (0, 0, *size_px)
    left, top = max(0, left - padding_px), max(0, top - padding_px)
    right, bottom = min(size_px[0], right + padding_px), min(size_px[1], bottom + padding_px)
    share = max((right - left) / size_px[0], (bottom - top) / size_px[1])
    wide, tall = round(share * size_px[0]), round(share * size_px[1])
    left = min(max(0, (left + right - wide) // 2), size_px[0] - wide)
    top = min(max(0, (top + bottom - tall) // 2), size_px[1] - tall)
    return left, top, left + wide, top + tall


def _over(
    whole: Image.Image,
    place: Image.Image | None,
    painting: Painting,
    source: Source,
    scene: Scene,
    on_step: OnStep | None,
) -> Image.Image:
    """Return *whole* painted over; *place* says where that will be seen."""
    strength = float(np.clip(source.strength, 0, 1))
    if strength == 0:
        return whole
    size = working_size(whole.width, whole.height, MOST_PIXELS)
    small = whole.resize((size[1], size[0]), Image.Resampling.LANCZOS)
    area = None
    if place is not None:
        area = from_image(place.resize((size[1], size[0]), Image.Resampling.BOX))[..., 0]
    ground = _filled(from_image(small), area, source.mask, painting.seed)
    target = recompose(
        scene,
        Under(pixels=ground, strength=strength, place=area),
        painting.seed,
        painting.guidance_scale,
    )
    canvas = primed(target, painting.seed)
    if strength < 1:
        steps, skipped = schedule(painting.steps, strength)
        radius = radii(steps, sampling_of(painting.sampler))[skipped]
        canvas = _begun(ground, canvas, strength, radius * min(size), painting.seed)
    done = refined(canvas, target, painting, on_step, strength=strength)
    return _with_fine_detail(done, whole, small, strength)


def _begun(
    ground: Pixels, empty: Image.Image, strength: float, radius_px: float, seed: int
) -> Image.Image:
    """Return the canvas to go on from: the source, uneven and without its finest detail.

    The strokes that are still to come have to give that back.
    """
    unit = min(ground.shape[:2])
    coarse = blur(ground, min(radius_px * 0.5, max(0.8, unit * 0.012 * strength)))
    size = ground.shape[0], ground.shape[1]
    uneven = clouds(size, stream(seed, "begin"), cells=34, octaves=2, wide=1.5)[..., None] - 0.5
    bare = max(0.0, strength - 0.7) / 0.3
    begun = np.asarray(coarse + uneven * 0.4 * strength**0.7, np.float32)
    return to_image(mix(begun, from_image(empty), bare**2))


def _with_fine_detail(
    done: Image.Image, whole: Image.Image, small: Image.Image, strength: float
) -> Image.Image:
    """Return *done* at the source's size, with what it had lost to the smaller canvas."""
    if done.size == whole.size:
        return done
    large = from_image(done.resize(whole.size, Image.Resampling.LANCZOS))
    lost = from_image(whole) - from_image(small.resize(whole.size, Image.Resampling.LANCZOS))
    return to_image(np.asarray(large + lost * (1 - strength) ** 2, np.float32))


def _filled(pixels: Pixels, area: Pixels | None, mask: Mask | None, seed: int) -> Pixels:
    """Return the source as the masked place shall be painted from."""
    if area is None or mask is None:
        return pixels
    unit = min(area.shape)
    if mask.fill == _FROM_SURROUNDINGS:
        kept = (1 - area)[..., None]
        weight = blur(np.asarray(1 - area, np.float32), unit * 0.12)[..., None] + 1e-3
        begun = blur(np.asarray(pixels * kept, np.float32), unit * 0.12) / weight
        begun = begun + (pixels.mean(axis=(0, 1)) - begun) * np.exp(-weight * 60)
    elif mask.fill == _FROM_NOISE:
        rng = stream(seed, "fill")
        begun = np.clip(rng.normal(0.5, 0.22, pixels.shape), 0, 1)
    elif mask.fill == _FROM_NOTHING:
        begun = np.full_like(pixels, 0.5)
    else:
        return pixels
    return mix(pixels, np.asarray(begun, np.float32), area)
