"""Subjects as they look in a picture's light: colour, form, lines and a bright rim."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import dataclass

import numpy as np

from bot.studio.painter.glyphs import Glyph, glyph
from bot.studio.painter.lexicon import SHAPE_KINDS, load_lexicon
from bot.studio.painter.light import Light
from bot.studio.painter.noise import clouds
from bot.studio.painter.pixels import Pixels, blur, luminance, mix, moved, smooth, stream
from bot.studio.painter.scene import Colour
from bot.studio.painter.shapes import shape


@dataclass(frozen=True, slots=True)
class Sprite:
    """A lit thing: *cover* of shape (height, width), *colours* of shape (height, width, 3)."""

    cover: Pixels
    colours: Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a thing is to be shown.

    Attributes:
        colour: What it is to be tinted with, or None.
        is_mirrored: Whether it looks the other way.
        shines: Whether it gives light, and so is not dimmed by the night.
        from_left: True if the light comes from the left.
    """

    colour: Colour | None
    is_mirrored: bool
    shines: bool
    from_left: bool


def sprite(label: str, height_px: int, light: Light, look: Look, seed: int) -> Sprite:
    """Return the thing *label* in an em box of *height_px*, lit."""
    drawn = _drawn(label, height_px, seed)
    colours = drawn.colours if look.colour is None else _tinted(drawn, look.colour)
    cover, lines = drawn.cover, drawn.lines
    if look.is_mirrored:
        cover, lines, colours = cover[:, ::-1], lines[:, ::-1], colours[:, ::-1]
    form = _form(cover, height_px, from_left=look.from_left)
    if label == "planet":
        form = form * 1.6
    colours = mix(colours, colours * 0.36 + np.array([0.02, 0.01, 0.04], np.float32), lines * 0.8)
    skin = clouds((cover.shape[0], cover.shape[1]), stream(seed, label), cells=6, octaves=5)
    colours = colours * (1 + 0.16 * (skin - 0.5))[..., None]
    shade = np.clip(1 + 0.55 * form, 0.35, 1.5)[..., None]
    colours = colours * shade + np.clip(form, 0, 1)[..., None] * 0.1 * light.sun
    ambient = mix(light.ambient, np.ones(3, np.float32), 0.75 if look.shines else 0.0)
    colours = colours * ambient
    # Dark things keep some light, so that they never drown in a dark picture.
    dark = 1 - smooth(0.05, 0.32, luminance(colours))
    colours = colours + dark[..., None] * (0.05 + 0.1 * light.haze)
    rim = _rim(cover, height_px, from_left=look.from_left) * light.rim
    colours = mix(colours, np.clip(light.sun * 1.05, 0, 1), rim * 0.8)
    return Sprite(np.asarray(cover, np.float32), np.clip(colours, 0, 1))


def _drawn(label: str, height_px: int, seed: int) -> Glyph:
    if label in SHAPE_KINDS:
        return shape(label, height_px, seed)
    lexicon = load_lexicon()
    index = lexicon.index(label)
    if index is None:
        return shape("crystals", height_px, seed)
    return glyph(index, height_px, has_colours=lexicon.has_colours(index))


def _tinted(drawn: Glyph, colour: Colour) -> Pixels:
    """Give the thing's main colour the hue asked for; eyes, teeth and whites stay."""
    bright = luminance(drawn.colours)
    inside = drawn.cover > 0.5
    usual = float(np.median(bright[inside])) if inside.any() else 0.5
    ratio = np.clip(bright / max(usual, 0.15), 0.3, 1.6)[..., None]
    target = np.array(colour, np.float32)
    lit = np.where(ratio > 1, target + (1 - target) * (ratio - 1) * 0.6, target * ratio)
    grey = 1 - smooth(0.08, 0.22, drawn.colours.max(axis=2) - drawn.colours.min(axis=2))
    # A thing that is grey or white by itself takes the colour all over.
    white = smooth(0.7, 0.85, bright) * grey * float(usual < 0.7)
    keep = np.clip(white + (1 - smooth(0.12, 0.24, bright)) * float(usual > 0.25), 0, 1)
    return mix(np.asarray(lit, np.float32), drawn.colours, keep * 0.85)


def _form(cover: Pixels, height_px: int, *, from_left: bool) -> Pixels:
    """Return how much each place turns to the light, about -1 to 1, as if the thing were round."""
    pad = max(2, height_px // 6)
    field = np.pad(cover, pad)
    hill = blur(field, height_px * 0.035) * 0.4 + blur(field, height_px * 0.11)
    down, right = np.gradient(hill)
    side = 1.0 if from_left else -1.0
    turned = (right * side * 0.75 + down * 0.65) * height_px * 0.16
    cut = turned[pad:-pad, pad:-pad]
    return np.asarray(np.clip(cut, -1, 1), np.float32)


def _rim(cover: Pixels, height_px: int, *, from_left: bool) -> Pixels:
    pad = max(2, height_px // 20)
    step = max(1, round(height_px * 0.014))
    field = np.pad(cover, pad)
    shifted = moved(field, step, step if from_left else -step)
    edge = np.clip(field - shifted, 0, 1)[pad:-pad, pad:-pad]
    return np.asarray(blur(np.asarray(edge, np.float32), height_px * 0.006) * cover, np.float32)
