"""Styles as post-filters: one function a style, from the plain picture to the styled one."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from bot.studio.painter.noise import clouds, warped
from bot.studio.painter.pixels import (
    Pixels,
    blur,
    from_image,
    luminance,
    mix,
    resized,
    rgb,
    smooth,
    to_image,
)
from bot.studio.painter.shards import low_poly, stained_glass
from bot.studio.painter.stage import Setting

Style = Callable[[Pixels, Pixels, Setting], Pixels]

# Their edges are the style; the last step lays them over the strokes unsoftened.
HARD_STYLES = frozenset({"pixel", "stained", "lowpoly", "ink", "pencil", "comic", "neon"})


def styled(style: str | None, pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    """Return the picture in the style named, or as it is; *cover* is where the subjects are."""
    painter = _STYLES.get(style or "")
    if painter is None:
        return pixels
    return np.asarray(np.clip(painter(pixels, cover, setting), 0, 1), np.float32)


def edges(pixels: Pixels, unit_px: int, *, soft: float = 0.0016) -> Pixels:
    """Return how much of an edge each place is, in any colour, 0 to 1."""
    calm = blur(pixels, max(0.5, unit_px * soft))
    down, right = np.gradient(calm, axis=(0, 1))
    strength = np.sqrt((down**2 + right**2).sum(axis=2)) * unit_px / 512
    return np.asarray(np.clip(strength * 5, 0, 1), np.float32)


def _paper(setting: Setting, strength: float) -> Pixels:
    """Return the tooth of a paper: about 1, a little more or less."""
    rng = setting.rng("paper")
    fine = clouds(setting.size, rng, cells=110, octaves=2)
    broad = clouds(setting.size, rng, cells=30, octaves=3)
    return np.asarray(1 + strength * (fine * 0.7 + broad * 0.3 - 0.5), np.float32)


def _watercolour(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    rng = setting.rng("watercolour")
    unit = setting.unit_px
    bleed = clouds(setting.size, rng, cells=14, octaves=4)
    flat = _levels(warped(blur(pixels, unit * 0.0025), bleed, 0.014), 9)
    flat = blur(flat, unit * 0.001)
    paper = rgb("#faf6ec")
    pigment = clouds(setting.size, rng, cells=5, octaves=6)
    thin = 0.14 + 0.34 * smooth(0.35, 0.85, pigment) * (1 - 0.55 * cover)
    wash = mix(flat, paper, thin)
    rims = edges(flat, unit, soft=0.003)
    wash = wash * (1 - 0.3 * rims[..., None] * (0.5 + bleed[..., None]))
    grain = _paper(setting, 0.16)
    wash = 1 - (1 - wash) * grain[..., None]
    across = np.minimum(setting.columns, 1 - setting.columns) * setting.size[1] / unit
    along = np.minimum(setting.rows, 1 - setting.rows) * setting.size[0] / unit
    frame = smooth(0.015, 0.05, np.minimum(across, along) + 0.07 * (bleed - 0.5))
    return mix(paper * grain[..., None], wash.astype(np.float32), frame)


def _levels(pixels: Pixels, count: int) -> Pixels:
    """Return the picture with few tones, the steps between them softened."""
    scaled = pixels * count
    floor = np.floor(scaled)
    return np.asarray((floor + smooth(0.3, 0.7, scaled - floor)) / count, np.float32)


def _ink(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    rng = setting.rng("ink")
    unit = setting.unit_px
    wobble = clouds(setting.size, rng, cells=26, octaves=3)
    bright = warped(luminance(blur(pixels, unit * 0.003)), wobble, 0.008)
    spread = float(np.percentile(bright, 90) - np.percentile(bright, 8)) or 1.0
    bright = np.clip((bright - np.percentile(bright, 8)) / max(spread, 0.1), 0, 1)
    wash = np.zeros_like(bright)
    for level, dark in ((0.75, 0.12), (0.5, 0.22), (0.26, 0.3)):
        wash += dark * (1 - smooth(level - 0.06, level + 0.06, bright + 0.16 * (wobble - 0.5)))
    brush = smooth(0.16, 0.5, edges(pixels, unit, soft=0.0022)) * (0.5 + 0.5 * wobble)
    dark = np.clip(wash * (0.7 + 0.6 * wobble) + brush * (0.55 + 0.4 * cover), 0, 0.96)
    paper = rgb("#f3ead6") * _paper(setting, 0.1)[..., None]
    red = (pixels[..., 0] - np.maximum(pixels[..., 1], pixels[..., 2])) * cover
    tone = mix(
        rgb("#17141a")[None, None], rgb("#b8271c")[None, None], smooth(0.22, 0.45, red) * 0.85
    )
    return mix(paper.astype(np.float32), tone, dark.astype(np.float32))


def _pencil(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    rng = setting.rng("pencil")
    unit = setting.unit_px
    bright = luminance(blur(pixels, unit * 0.002))
    low, high = np.percentile(bright, (4, 94))
    bright = np.clip((bright - low) / max(float(high - low), 0.1), 0, 1)
    rows = setting.rows * setting.size[0] / unit
    columns = setting.columns * setting.size[1] / unit
    sway = 0.02 * (clouds(setting.size, rng, cells=6, octaves=3) - 0.5)
    tooth = clouds(setting.size, rng, cells=130, octaves=2)
    dark = np.zeros(setting.size, np.float32)
    for angle, start in ((0.75, 0.86), (-0.7, 0.52), (0.1, 0.3)):
        place = (columns * np.cos(angle) + rows * np.sin(angle) + sway) * 120
        line = 0.5 + 0.5 * np.sin(place * 2 * np.pi)
        need = np.clip((start - bright) / start, 0, 1)
        dark += smooth(0.75 - 0.7 * need, 1.1 - 0.7 * need, line * 0.75 + tooth * 0.4) * need * 0.62
    outline = smooth(0.1, 0.5, edges(pixels, unit, soft=0.0015))
    dark = np.clip(dark * (0.7 + 0.4 * cover) + outline * (0.45 + 0.4 * tooth), 0, 0.9)
    paper = rgb("#f6f3ea") * _paper(setting, 0.07)[..., None]
    return mix(paper.astype(np.float32), rgb("#33343a"), dark)


def _neon(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    unit = setting.unit_px
    hue = blur(pixels, unit * 0.006)
    vivid = hue - hue.min(axis=2, keepdims=True) * 0.85
    vivid = vivid / np.maximum(vivid.max(axis=2, keepdims=True), 0.06)
    pulse = np.stack(
        [
            0.5 + 0.5 * np.sin(setting.rows * 3 + setting.columns * 4 + shift)
            for shift in (0, 2, 4.2)
        ],
        axis=2,
    )
    full = (hue.max(axis=2) - hue.min(axis=2)) / np.maximum(hue.max(axis=2), 0.1)
    lamp = mix((0.25 + 0.75 * pulse).astype(np.float32), vivid, smooth(0.15, 0.5, full))
    line = smooth(0.2, 0.6, edges(pixels, unit, soft=0.002)) * (
        0.5 + 0.5 * blur(cover, unit * 0.01)
    )
    light = lamp * line[..., None]
    night = pixels * np.array([0.3, 0.2, 0.42], np.float32) + rgb("#0a0520")
    glow = blur(light, unit * 0.008) * 1.1 + blur(light, unit * 0.03) * 1.3
    lit = 1 - (1 - np.clip(night, 0, 1)) * (1 - np.clip(glow, 0, 0.95))
    return mix(lit.astype(np.float32), np.clip(lamp * 0.75 + 0.4, 0, 1), line)


def _pixel(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    height, width = setting.size
    cell = max(1.0, setting.unit_px / 104)
    small = (max(1, round(height / cell)), max(1, round(width / cell)))
    sharp = pixels + (pixels - blur(pixels, cell * 0.8)) * 0.7
    tiny = to_image(resized(sharp.astype(np.float32), small, Image.Resampling.BOX))
    flat = tiny.quantize(28, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    big = flat.convert("RGB").resize((width, height), Image.Resampling.NEAREST)
    return from_image(big)


def _oil(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    rng = setting.rng("oil")
    swirl = clouds(setting.size, rng, cells=5, octaves=3)
    grey = luminance(pixels)[..., None]
    rich = grey + (pixels - grey) * 1.3
    flow = warped(clouds(setting.size, rng, cells=42, octaves=2, wide=3), swirl, 0.25)
    relief = np.gradient(flow, axis=0) * setting.unit_px * 0.035
    bent = warped(
        np.asarray(rich, np.float32), clouds(setting.size, rng, cells=34, octaves=2), 0.008
    )
    # Out of doors the strokes of the sky may whirl; a wall stays a wall.
    still = 0.45 if setting.scene.biome == "table" else 1.0
    thick = still * (1 - 0.6 * cover)[..., None]
    body = bent * (1 + 0.16 * (flow - 0.5)[..., None] * thick)
    body = body + np.clip(relief, -0.12, 0.16)[..., None] * 0.5 * thick
    return np.asarray(body, np.float32)


def _comic(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    unit = setting.unit_px
    grey = luminance(pixels)[..., None]
    flat = _levels(np.clip(grey + (blur(pixels, unit * 0.003) - grey) * 1.45, 0, 1), 5)
    cell = max(3.0, unit / 92)
    rows = np.arange(setting.size[0])[:, None] / cell
    columns = np.arange(setting.size[1])[None, :] / cell
    dots = np.cos((rows + columns) * np.pi) * np.cos((rows - columns) * np.pi)
    need = 1 - smooth(0.15, 0.62, luminance(flat))
    shade = smooth(0.0, 0.35, dots - 1 + 2 * need * 0.55) * 0.26
    flat = flat * (1 - shade[..., None] * (1 - 0.6 * cover[..., None]))
    line = smooth(0.22, 0.5, edges(pixels, unit, soft=0.0018)) * (0.55 + 0.45 * cover)
    return mix(np.clip(flat * 1.06, 0, 1), rgb("#14101c"), line)


def _vintage(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    grey = luminance(pixels)
    grain = clouds(setting.size, setting.rng("grain"), cells=150, octaves=1)
    tone = mix(rgb("#2c1c12")[None, None], rgb("#f6e6c4")[None, None], grey * 0.92 + 0.05)
    tone = mix(tone, pixels, 0.22)
    return np.asarray(tone * (0.93 + 0.14 * grain)[..., None], np.float32)


def _mono(pixels: Pixels, cover: Pixels, setting: Setting) -> Pixels:
    grey = luminance(pixels)
    grain = clouds(setting.size, setting.rng("grain"), cells=170, octaves=1)
    steep = smooth(0.0, 1.0, grey) * 0.6 + grey * 0.4
    return np.repeat((steep * (0.95 + 0.1 * grain))[..., None], 3, axis=2)


_STYLES: dict[str, Style] = {
    "watercolour": _watercolour,
    "ink": _ink,
    "pencil": _pencil,
    "neon": _neon,
    "pixel": _pixel,
    "oil": _oil,
    "comic": _comic,
    "vintage": _vintage,
    "mono": _mono,
    "stained": stained_glass,
    "lowpoly": low_poly,
}
