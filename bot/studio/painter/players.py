"""Painting the subjects into the background: shadow, reflection, glow, haze, feet in the grass."""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from bot.studio.painter.gather import Box, gathered
from bot.studio.painter.land import SOILS, lit_colour
from bot.studio.painter.layout import arrange
from bot.studio.painter.pixels import Pixels, blur, mix, rgb, smooth, stream
from bot.studio.painter.placement import Ground, Placement
from bot.studio.painter.places import soil_of
from bot.studio.painter.sprites import Look, Sprite, sprite
from bot.studio.painter.stage import Setting, Stage
from bot.studio.painter.vocabulary import load_vocabulary
from bot.studio.painter.water import SHORE


@dataclass(frozen=True, slots=True)
class Cast:
    """The picture with its subjects, and where they are (1 inside them)."""

    pixels: Pixels
    cover: Pixels


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sprite's place in pixels: its left and upper edge."""

    left: int
    top: int
    look: Sprite


def with_subjects(setting: Setting, stage: Stage, box: Box | None = None) -> Cast:
    """Return the stage with all subjects on it, or all in *box*."""
    height, width = setting.size
    unit = setting.unit_px
    ground = Ground(
        floor=stage.floor,
        horizon=stage.horizon,
        biome=setting.scene.biome or "",
        tall_units=height / unit,
        wide_units=width / unit,
    )
    pixels = stage.pixels.copy()
    cover = np.zeros(setting.size, np.float32)
    placements = arrange(setting.scene, ground, setting.seed)
    if box is not None:
        placements = gathered(placements, box, ground)
    for number, placement in enumerate(placements):
        spot = _spot(setting, placement)
        shines = placement.label in load_vocabulary().glow
        if shines:
            pixels = _with_glow(setting, pixels, placement, spot)
        swims = stage.floor == "water" or (placement.kind == "water" and _has_shore(setting))
        if placement.stands and swims:
            _reflect(setting, pixels, spot, number)
        elif placement.stands:
            _cast_shadow(setting, stage, pixels, spot)
        faded = _in_the_air(setting, stage, placement, spot.look)
        _paste(pixels, faded.colours, faded.cover, spot.left, spot.top)
        _paste(cover, np.ones_like(faded.cover), faded.cover, spot.left, spot.top)
        if placement.stands:
            floor = "water" if swims else stage.floor
            _ground_feet(setting, floor, pixels, spot, number)
    return Cast(pixels, cover)


def _has_shore(setting: Setting) -> bool:
    return setting.scene.biome in {"coast", "lakeside"}


def _spot(setting: Setting, placement: Placement) -> _Spot:
    size = max(8, round(placement.height * setting.unit_px))
    look = Look(
        colour=placement.colour,
        is_mirrored=placement.is_mirrored,
        shines=placement.label in load_vocabulary().glow,
        from_left=setting.light.sun_x < 0.5,
    )
    made = sprite(placement.label, size, setting.light, look, setting.seed)
    tall, wide = made.cover.shape
    left = round(placement.x * setting.size[1] - wide / 2)
    return _Spot(left, round(placement.foot * setting.size[0] - tall), made)


def _paste(target: Pixels, source: Pixels, share: Pixels, left: int, top: int) -> None:
    """Blend *source* into *target* in place; what falls outside is left out."""
    height, width = target.shape[:2]
    tall, wide = share.shape
    rows = slice(max(0, top), min(height, top + tall))
    columns = slice(max(0, left), min(width, left + wide))
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return
    inner = (
        slice(rows.start - top, rows.stop - top),
        slice(columns.start - left, columns.stop - left),
    )
    target[rows, columns] = mix(target[rows, columns], source[inner], share[inner])


def _in_the_air(setting: Setting, stage: Stage, placement: Placement, look: Sprite) -> Sprite:
    """Let what is far away fade a little into the haze."""
    near = (placement.foot - stage.horizon) / max(0.1, 0.92 - stage.horizon)
    share = 0.3 * (1 - float(np.clip(near, 0, 1))) if placement.stands else 0.06
    if stage.floor == "none":
        share = 0.12 if setting.scene.biome == "underwater" else 0.02
        tone = stage.pixels.mean(axis=(0, 1))
    else:
        tone = setting.light.haze
    if "fog" in setting.scene.weathers:
        share += 0.12
    return Sprite(look.cover, mix(look.colours, np.asarray(tone, np.float32), share))


def _cast_shadow(setting: Setting, stage: Stage, pixels: Pixels, spot: _Spot) -> None:
    """Darken the floor: a long soft shadow away from the light and a tight one at the feet."""
    tall, wide = spot.look.cover.shape
    light = setting.light
    lean = (1 if light.sun_x < 0.5 else -1) * (0.35 + 0.9 * max(0.0, light.sun_y - 0.15))
    flat = max(2, round(tall * 0.24))
    reach = round(abs(lean) * tall)
    mask = Image.fromarray((spot.look.cover * 255).astype(np.uint8)).resize((wide, flat))
    canvas = Image.new("L", (wide + 2 * reach, flat * 2))
    canvas.paste(mask, (reach, flat))
    # The foot stays, the head slides away from the light.
    slide = lean * tall / flat
    sheared = canvas.transform(
        canvas.size, Image.Transform.AFFINE, (1, slide, -slide * flat * 2, 0, 1, 0)
    )
    soft = blur(np.asarray(sheared, np.float32) / 255, tall * 0.018)
    strength = 0.4 if light.rim > 0.2 else 0.22
    base = spot.top + tall
    _paste(
        pixels,
        np.broadcast_to(stage.shadow, (*soft.shape, 3)),
        soft * strength,
        spot.left - reach,
        base - flat * 2 + max(1, flat // 10),
    )
    ellipse = Image.new("L", (wide + wide // 2, max(4, tall // 5)))
    w, h = ellipse.size
    ImageDraw.Draw(ellipse).ellipse((w * 0.17, h * 0.25, w * 0.83, h * 0.75), fill=255)
    contact = blur(np.asarray(ellipse, np.float32) / 255, max(1.0, h * 0.13))
    _paste(
        pixels,
        np.broadcast_to(stage.shadow, (*contact.shape, 3)),
        contact * 0.55,
        spot.left - wide // 4,
        base - h // 2 - h // 10,
    )


def _reflect(setting: Setting, pixels: Pixels, spot: _Spot, number: int) -> None:
    """Mirror a thing in the water below it, broken by ripples."""
    tall, wide = spot.look.cover.shape
    rng = stream(setting.seed, "mirror", number)
    rows = np.arange(tall)
    waves = np.sin(rows / tall * 46 + rng.uniform(0, 6)) + 0.6 * rng.normal(0, 1, tall)
    bend = (waves * (0.008 + 0.035 * rows / tall) * wide).astype(int)
    places = np.arange(wide)[None, :] + bend[:, None]
    columns = np.clip(places, 0, wide - 1)
    source = rows[::-1][:, None]
    cover = spot.look.cover[source, columns] * (places == columns)
    fade = 0.62 * (1 - rows / tall)[:, None] ** 0.9
    if _has_shore(setting):
        # The water ends where the beach begins.
        shore = (SHORE - 0.02) * setting.size[0] - spot.top - tall
        fade = fade * np.clip((shore - rows) / (0.03 * setting.size[0]), 0, 1)[:, None]
    deep = mix(spot.look.colours[source, columns], setting.light.sky[1], 0.3) * 0.82
    share = blur(np.asarray(cover * fade, np.float32), 0.8)
    _paste(pixels, np.asarray(deep, np.float32), share, spot.left, spot.top + tall - tall // 30)


def _with_glow(setting: Setting, pixels: Pixels, placement: Placement, spot: _Spot) -> Pixels:
    """Add the light that a shining thing throws around it, and a lighthouse's beams."""
    tall, wide = spot.look.cover.shape
    is_tower = placement.label == "lighthouse"
    y = spot.top + tall * (0.17 if is_tower else 0.5)
    x = spot.left + wide * 0.5
    down = (np.arange(setting.size[0])[:, None] - y) / tall
    right = (np.arange(setting.size[1])[None, :] - x) / tall
    distance = np.sqrt(down**2 + right**2)
    strength = 0.72 if setting.light.is_night else 0.25
    if is_tower:
        beam = np.exp(
            -((np.abs(down - 0.06 * np.abs(right)) / (0.012 + 0.085 * np.abs(right))) ** 2)
        )
        beam = beam * np.exp(-np.abs(right) * 0.6) * smooth(0.02, 0.1, np.abs(right))
        glow = 1.1 * np.exp(-distance * 7) + beam * 0.9
    else:
        glow = np.exp(-((distance / 0.55) ** 2))
    warm = rgb("#ffe2a0") if placement.colour is None else np.array(placement.colour, np.float32)
    return mix(pixels, warm, np.clip(glow * strength, 0, 0.95).astype(np.float32))


def _ground_feet(setting: Setting, floor: str, pixels: Pixels, spot: _Spot, number: int) -> None:
    """Let the floor lap over a thing's feet: grass, snow, sand or foam."""
    biome = setting.scene.biome or ""
    tall, wide = spot.look.cover.shape
    base = spot.top + tall
    if floor == "table" or "city" in biome:
        return
    rng = stream(setting.seed, "feet", number)
    soil = SOILS[soil_of(biome)]
    if floor == "land" and soil.grows in {"grass", "flowers", "leaves"}:
        _tufts(setting, pixels, (spot.left, base, wide, tall), rng)
        return
    row = min(setting.size[0] - 1, max(0, base + tall // 14))
    columns = slice(max(0, spot.left), max(1, min(setting.size[1], spot.left + wide)))
    tone = pixels[row, columns].mean(axis=0) if columns.stop > columns.start else setting.light.haze
    lip = max(3, tall // 9)
    ys = np.linspace(-1, 1, lip)[:, None]
    wave = 0.35 * np.sin(np.linspace(0, 9, wide) + rng.uniform(0, 6))[None, :]
    share = smooth(-0.1, 0.5, ys + wave) * (1 - smooth(0.45, 1.0, np.abs(ys)))
    if floor == "water":
        tone = mix(np.asarray(tone, np.float32), np.ones(3, np.float32), 0.25)
    _paste(
        pixels,
        np.broadcast_to(np.asarray(tone, np.float32), (lip, wide, 3)),
        np.asarray(share * 0.8, np.float32),
        spot.left,
        base - lip // 2,
    )


def _tufts(
    setting: Setting,
    pixels: Pixels,
    box: tuple[int, int, int, int],
    rng: np.random.Generator,
) -> None:
    left, base, wide, tall = box
    soil = SOILS[soil_of(setting.scene.biome or "")]
    near, accent = lit_colour(setting, soil.near), lit_colour(setting, soil.accent)
    reach = max(6, tall // 8)
    layer = Image.new("RGBA", (wide + 2 * reach, reach * 2))
    pen = ImageDraw.Draw(layer)
    for _ in range(16 + wide // 6):
        x = float(rng.uniform(0.06, 0.94)) * layer.width
        foot = reach * float(rng.uniform(1.1, 1.5))
        tip = (x + float(rng.normal(0, 0.3)) * reach, foot - reach * float(rng.uniform(0.3, 0.8)))
        tone = near * float(rng.uniform(0.6, 1.1)) + accent * float(rng.uniform(0, 0.2))
        red, green, blue = (int(value) for value in np.clip(tone, 0, 1) * 255)
        half = max(0.7, reach * 0.045)
        pen.polygon([(x - half, foot), tip, (x + half, foot)], fill=(red, green, blue, 255))
    values = np.asarray(layer, np.float32) / 255
    _paste(pixels, values[..., :3], values[..., 3] * 0.95, left - reach, base - reach)
