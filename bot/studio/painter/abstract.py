"""Pieces about nothing nameable: folded colour, ribbons and discs, from the words alone."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import colorsys
import zlib

import numpy as np

from bot.studio.painter.noise import clouds, warped
from bot.studio.painter.pixels import Pixels, blur, mix, smooth
from bot.studio.painter.scene import Scene
from bot.studio.painter.stage import Setting

# Mean hue (0 to 1), spread of hues, and brightness of the paper.
_MOODS = {
    frozenset({"love", "passion", "anger", "fire", "rage", "heart"}): (0.98, 0.12, 0.95),
    frozenset({"calm", "peace", "silence", "sleep", "dream", "dreams", "serenity"}): (
        0.56,
        0.16,
        0.93,
    ),
    frozenset({"hope", "joy", "happiness", "life", "energy", "music"}): (0.12, 0.35, 0.97),
    frozenset({"fear", "death", "sorrow", "grief", "darkness", "chaos"}): (0.74, 0.2, 0.3),
    frozenset({"freedom", "wind", "infinity", "time", "eternity"}): (0.5, 0.28, 0.95),
}


def palette_of(scene: Scene, seed: int) -> Pixels:
    """Return five colours, shape (5, 3): the named ones first, the rest from the words."""
    text = " ".join(sorted(scene.words))
    key = zlib.crc32(text.encode())
    hue, spread = (key % 1000) / 1000, 0.3 + (key >> 10) % 100 / 400
    paper = 0.94 if scene.time != "night" else 0.22
    for words, mood in _MOODS.items():
        if words & set(scene.words):
            hue, spread, paper = mood
    rng = np.random.Generator(np.random.PCG64([seed, key]))
    jitter = rng.normal(0, 0.025, 5)
    made = [(*colorsys.hsv_to_rgb((hue + 0.09) % 1, 0.1 if paper > 0.5 else 0.5, paper),)]
    for index, (shift, full, bright) in enumerate(
        ((-0.5, 0.75, 0.85), (0.1, 0.85, 0.95), (0.6, 0.65, 0.6), (1.6, 0.8, 0.92))
    ):
        made.append(colorsys.hsv_to_rgb((hue + shift * spread + jitter[index]) % 1, full, bright))
    named = list(scene.tints)[:4]
    return np.array([made[0], *named, *made[1 + len(named) :]], np.float32)


def abstract(setting: Setting) -> Pixels:
    """Return the piece."""
    rng = setting.rng("abstract")
    colours = palette_of(setting.scene, setting.seed)
    size = setting.size
    fold = clouds(size, rng, cells=1.3, octaves=4)
    for amount in (0.5, 0.7):
        fold = warped(clouds(size, rng, cells=1.5, octaves=4), fold, amount)
    pixels = mix(colours[0][None, None], colours[1][None, None], smooth(0.35, 0.75, fold))
    pixels = mix(pixels, colours[2], smooth(0.62, 0.9, fold) * 0.9)
    veil = warped(clouds(size, rng, cells=2, octaves=5), fold, 0.6)
    pixels = mix(pixels, colours[3], smooth(0.58, 0.8, veil) * 0.8)
    pixels = mix(pixels, colours[4], smooth(0.6, 0.85, 1 - veil) * 0.7)
    pixels = _with_discs(setting, pixels, colours, rng)
    pixels = _with_ribbons(setting, pixels, colours, rng)
    height_map = blur(fold + 0.5 * veil, 0.004 * setting.unit_px)
    relief = (np.gradient(height_map, axis=0) + np.gradient(height_map, axis=1)) * setting.unit_px
    return np.asarray(
        np.clip(pixels * (1 - 0.022 * np.clip(relief, -5, 5))[..., None], 0, 1), np.float32
    )


def _with_discs(
    setting: Setting, pixels: Pixels, colours: Pixels, rng: np.random.Generator
) -> Pixels:
    height, width = setting.size
    for index in range(int(rng.integers(4, 7))):
        x, y = rng.uniform(0.15, 0.85, 2)
        radius = float(rng.uniform(0.05, 0.24))
        down = (setting.rows - y) * height / setting.unit_px
        right = (setting.columns - x) * width / setting.unit_px
        distance = np.sqrt(down**2 + right**2)
        edge = 1.5 / setting.unit_px
        disc = 1 - smooth(radius - edge, radius + edge, distance)
        shade = np.clip(0.55 + 0.5 * (right + down) / radius, 0.2, 1)
        pixels = mix(pixels, colours[1 + index % 4], (disc * shade * 0.8).astype(np.float32))
        ring = np.exp(-(((distance - radius * 1.22) / 0.004) ** 2)) * 0.7
        pixels = mix(pixels, colours[1 + (index + 2) % 4], ring.astype(np.float32))
    return pixels


def _with_ribbons(
    setting: Setting, pixels: Pixels, colours: Pixels, rng: np.random.Generator
) -> Pixels:
    along = setting.columns
    for index in range(5):
        start, lean, swing = rng.uniform(0.1, 0.9), rng.uniform(-0.5, 0.5), rng.uniform(0.05, 0.2)
        phase, speed = rng.uniform(0, 6), rng.uniform(3, 8)
        middle = start + lean * (along - 0.5) + swing * np.sin(speed * along + phase)
        wide = 0.006 + 0.03 * (0.5 + 0.5 * np.sin(speed * 0.7 * along + phase)) ** 2
        across = (setting.rows - middle) / wide
        body = np.clip((1 - np.abs(across)) * wide * setting.size[0], 0, 1)
        shade = np.clip(0.8 - 0.35 * across, 0.3, 1.2)
        tone = colours[1 + index % 4][None, None] * shade[..., None]
        cast = np.clip(1 - np.abs(across - 0.6) * 0.8, 0, 1) * 0.25
        pixels = pixels * (1 - cast)[..., None].astype(np.float32)
        pixels = mix(
            pixels, np.clip(tone, 0, 1).astype(np.float32), (body * 0.92).astype(np.float32)
        )
    return pixels
