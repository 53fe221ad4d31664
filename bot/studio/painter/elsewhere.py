"""Places without a sky: under water, in space, on a table."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

import numpy as np
from PIL import Image, ImageDraw

from bot.studio.painter.noise import clouds, line, warped
from bot.studio.painter.pixels import Pixels, blur, mix, rgb, smooth
from bot.studio.painter.stage import Setting, Stage

_NEBULAE = (
    ("#16103a", "#5a2a9a", "#c8509a", "#4a9ae0"),
    ("#0c1a3c", "#1f5a9a", "#3ab8c0", "#d88ac0"),
    ("#1c0c2c", "#8a2a5a", "#ee7a4a", "#6a5ae0"),
)


def underwater(setting: Setting) -> Stage:
    """Return the sea from below: shafts of light, a sandy floor, weeds and bubbles."""
    rng = setting.rng("underwater")
    dim = 0.55 if setting.light.is_night else 1.0
    stops: Pixels = (
        np.stack([rgb(text) for text in ("#8fe4e8", "#3ab0cc", "#1a78a8", "#10527e")]) * dim
    )
    for tint in setting.scene.tints[:1]:
        stops = mix(stops, np.array(tint, np.float32), 0.4)
    place = np.clip(setting.rows + 0.08 * (clouds(setting.size, rng, cells=2) - 0.5), 0, 1)
    layers = [np.interp(place, np.linspace(0, 1, 4), stops[:, layer]) for layer in range(3)]
    pixels: Pixels = np.stack(layers, axis=2).astype(np.float32)
    pixels = _with_shafts(setting, pixels, rng)
    for layer in range(2):
        skyline = 0.84 - 0.13 * (1 - layer) - 0.16 * line(setting.size[1], rng, bumps=3 + layer)
        share = np.clip((setting.rows - skyline[None, :]) * setting.size[0] + 0.5, 0, 1)
        tone = mix(stops[2], rgb("#123a58") * dim, 0.3 + 0.3 * layer)
        pixels = mix(pixels, tone, (share * 0.75).astype(np.float32))
    pixels = _with_sand(setting, pixels, rng, stops)
    pixels = _with_weeds(setting, pixels, rng)
    return Stage(pixels=pixels, horizon=0.8, floor="none", shadow=rgb("#0c3450"))


def _with_shafts(setting: Setting, pixels: Pixels, rng: np.random.Generator) -> Pixels:
    angle = (setting.columns - setting.light.sun_x) / (setting.rows + 0.35)
    pattern = line(1024, rng, bumps=16, octaves=3)
    index = np.clip((angle * 0.22 + 0.5) * 1023, 0, 1023).astype(np.intp)
    shafts = smooth(0.5, 0.95, pattern[index]) * np.clip(1 - setting.rows * 1.15, 0, 1)
    return mix(pixels, rgb("#e8fff8"), (shafts * 0.42).astype(np.float32))


def _with_sand(setting: Setting, pixels: Pixels, rng: np.random.Generator, stops: Pixels) -> Pixels:
    skyline = 0.86 + 0.03 * (line(setting.size[1], rng, bumps=2) - 0.5)
    depth = np.clip((setting.rows - skyline[None, :]) / 0.14, 0, 1)
    net = np.abs(clouds(setting.size, rng, cells=9, octaves=2, wide=2.5) - 0.5)
    net = warped(net.astype(np.float32), clouds(setting.size, rng, cells=5), 0.06)
    caustics = 1 - smooth(0.0, 0.09, net)
    tone = mix(
        stops[2][None, None], (rgb("#d8c898") * (stops[1] * 0.5 + 0.4))[None, None], depth * 0.8
    )
    tone = mix(tone, rgb("#f2fff0"), caustics * 0.3)
    share = np.clip((setting.rows - skyline[None, :]) * setting.size[0] + 0.5, 0, 1)
    return mix(pixels, tone, share.astype(np.float32))


def _with_weeds(setting: Setting, pixels: Pixels, rng: np.random.Generator) -> Pixels:
    height, width = setting.size
    picture = Image.fromarray((np.clip(pixels, 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture, "RGBA")
    for _ in range(26 * width // setting.unit_px):
        x = float(rng.choice([rng.uniform(0, 0.3), rng.uniform(0.7, 1)])) * width
        foot = float(rng.uniform(0.88, 1.02)) * height
        tall = setting.unit_px * float(rng.uniform(0.08, 0.28))
        wide = setting.unit_px * float(rng.uniform(0.005, 0.012))
        phase, sway = float(rng.uniform(0, 6)), setting.unit_px * 0.018
        tone = [(30, 110, 90), (60, 140, 90), (140, 70, 110), (24, 84, 96)][int(rng.integers(0, 4))]
        us = np.linspace(0, 1, 14)
        middle = x + np.sin(us * 5 + phase) * sway * us
        edge = wide * (1 - us**2)
        up = [
            (float(m - e), foot - tall * float(u)) for m, e, u in zip(middle, edge, us, strict=True)
        ]
        down = [
            (float(m + e), foot - tall * float(u)) for m, e, u in zip(middle, edge, us, strict=True)
        ]
        pen.polygon(up + down[::-1], fill=(*tone, 235))
    for _ in range(46):
        x, y = float(rng.random()) * width, float(rng.random()) ** 0.8 * height * 0.95
        r = setting.unit_px * 0.012 * float(rng.random()) ** 2 + 1
        pen.ellipse(
            (x - r, y - r, x + r, y + r), outline=(230, 255, 255, 120), fill=(220, 255, 255, 40)
        )
        pen.ellipse((x - r * 0.6, y - r * 0.6, x - r * 0.1, y - r * 0.1), fill=(255, 255, 255, 170))
    return np.asarray(picture, np.float32) / 255


def space(setting: Setting) -> Stage:
    """Return stars, a nebula in folds, and now and then a far moon."""
    rng = setting.rng("space")
    height, width = setting.size
    base, first, second, third = (
        rgb(text) for text in _NEBULAE[int(rng.integers(0, len(_NEBULAE)))]
    )
    if setting.scene.tints:
        second = np.array(setting.scene.tints[0], np.float32)
        third = np.array(setting.scene.tints[-1], np.float32)
    fold = warped(
        clouds(setting.size, rng, cells=2, octaves=6), clouds(setting.size, rng, cells=2), 0.5
    )
    gas = warped(clouds(setting.size, rng, cells=3, octaves=6), fold, 0.35)
    veil = clouds(setting.size, rng, cells=1.5, octaves=3)
    pixels = mix(base[None, None] * 0.75, first[None, None], smooth(0.3, 0.8, fold) * 0.85)
    pixels = mix(pixels, second, smooth(0.5, 0.92, gas) * smooth(0.25, 0.6, veil) * 0.85)
    pixels = mix(pixels, third, smooth(0.55, 0.95, fold) * smooth(0.3, 0.7, 1 - veil) * 0.75)
    dust = smooth(0.5, 0.75, warped(clouds(setting.size, rng, cells=5, octaves=5), gas, 0.2))
    pixels = mix(pixels, base * 0.5, dust * 0.35)
    stars = np.zeros(setting.size, np.float32)
    places, power = rng.random((900, 2)), rng.random(900) ** 5
    np.maximum.at(
        stars,
        ((places[:, 0] * height).astype(int), (places[:, 1] * width).astype(int)),
        (0.3 + 0.7 * power).astype(np.float32),
    )
    size = setting.unit_px / 512
    big = np.where(stars > 0.7, stars, 0).astype(np.float32)
    glow = blur(stars, 0.5 * size) * max(1, 1.7 * size**2) + blur(big, 2.6 * size) * 16 * size**2
    pixels = pixels + np.clip(glow, 0, 1)[..., None] * np.array([1, 0.97, 0.93], np.float32)
    return Stage(
        pixels=np.asarray(np.clip(pixels, 0, 1), np.float32),
        horizon=0.5,
        floor="none",
        shadow=rgb("#0a0818"),
    )


def table(setting: Setting) -> Stage:
    """Return a quiet wall, light from a window, and a wooden table."""
    rng = setting.rng("table")
    walls = ("#5f6b62", "#7a5a48", "#4f5f78", "#7d6a80", "#8a7a5a")
    wall = rgb(str(rng.choice(walls)))
    if setting.scene.tints:
        wall = np.array(setting.scene.tints[0], np.float32)
    wall = wall * mix(setting.light.ambient, np.ones(3, np.float32), 0.4)
    edge = 0.64
    down, right = setting.rows - 0.25, setting.columns - setting.light.sun_x
    pool = np.exp(-(right**2 / 0.22 + down**2 / 0.2))
    plaster = clouds(setting.size, rng, cells=4, octaves=6)
    tone = wall * (0.5 + 0.75 * pool + 0.16 * (plaster - 0.5))[..., None]
    pixels: Pixels = np.clip(tone + pool[..., None] * 0.1 * rgb("#ffe2b0"), 0, 1).astype(np.float32)
    depth = np.clip((setting.rows - edge) / (1 - edge), 0, 1)
    grain = clouds(setting.size, rng, cells=3, octaves=6, wide=9)
    fine = clouds(setting.size, rng, cells=24, octaves=3, wide=14)
    rings = 0.5 + 0.5 * np.sin(26 * warped(grain, clouds(setting.size, rng, cells=2, wide=6), 0.03))
    streaks = (0.5 * grain + 0.12 * rings + 0.38 * fine).astype(np.float32)
    wood = mix(rgb("#5f3c24")[None, None], rgb("#b98350")[None, None], streaks)
    wood = wood * (0.62 + 0.3 * depth + 0.42 * np.exp(-(right**2) / 0.2))[..., None]
    boards = np.abs(((setting.columns - 0.5) / (0.5 + depth) * 3.2) % 1 - 0.5)
    wood = wood * (1 - 0.35 * smooth(0.488, 0.5, boards))[..., None]
    share = np.clip((setting.rows - edge) * setting.size[0] + 0.5, 0, 1)
    share = share * np.ones(setting.size, np.float32)
    pixels = mix(pixels, np.clip(wood, 0, 1), share.astype(np.float32))
    return Stage(pixels=pixels, horizon=edge, floor="table", shadow=rgb("#1c100a"))
