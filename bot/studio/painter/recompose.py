"""From a source and a scene to the picture that the brush will aim at.

Two pictures laid over each other look like a double exposure. So the new one comes in by parts:
first its brush and its style, then its subjects, opaque and where the source catches the eye,
then its place, patch by patch, in the source's own colours, and last its colours.
"""

# ruff: noqa: PLR2004 - figures in a drawing are the drawing

from dataclasses import dataclass, replace

import numpy as np

from bot.studio.painter.compose import (
    Target,
    bloomed,
    compose,
    contrasted,
    focus_of,
    set_stage,
)
from bot.studio.painter.filters import styled
from bot.studio.painter.gather import Box, box_of, eye_catcher
from bot.studio.painter.noise import clouds
from bot.studio.painter.pixels import Pixels, blur, mix, smooth
from bot.studio.painter.players import Cast, with_subjects
from bot.studio.painter.scene import Scene
from bot.studio.painter.stage import Setting, Stage
from bot.studio.painter.weather import with_weather

_FREE = 0.85  # from this strength on the subjects stand where the prompt alone puts them
_AKIN = 0.2  # measured: the same subjects of other seeds 0.13 to 0.19, others from 0.22 on


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What lies under the new picture.

    Attributes:
        pixels: The source, at the size that is painted at.
        strength: How much of it may go, 0 to 1.
        place: Where paint will be seen, 1 there; None is everywhere.
    """

    pixels: Pixels
    strength: float
    place: Pixels | None


def recompose(scene: Scene, under: Under, seed: int, guidance_scale: float) -> Target:
    """Return the scene composed over the source; at strength 1 nothing is left of it."""
    size = (under.pixels.shape[0], under.pixels.shape[1])
    if under.strength >= 1 and under.place is None:
        return compose(scene, size, seed, guidance_scale)
    strength = under.strength
    setting, stage = set_stage(scene, size, seed)
    troupe = _troupe(setting, stage, under)
    base = under.pixels
    kept = troupe.caught * (1 - _rise(0.7, 0.9, strength))
    if under.place is not None:
        kept = np.zeros_like(kept)
    elif scene.subjects:
        gone = troupe.caught * _rise(*troupe.goes, strength)
        base = mix(base, _without(base, troupe.caught), gone)
        kept = (troupe.caught - gone) * (1 - _rise(0.5, 0.6, strength))
    colours = _colours(base, stage.pixels, under, setting)
    place = np.clip(stage.pixels + colours, 0, 1)
    patches = _patches(setting, _rise(0.3, 0.85, strength))
    ground = mix(base, place, np.asarray(patches * (1 - kept), np.float32))
    cast = with_subjects(setting, replace(stage, pixels=ground), troupe.box)
    toned = cast.pixels + colours * 0.3 * cast.cover[..., None]
    there = _rise(*troupe.comes, strength)
    pixels = mix(ground, np.clip(toned, 0, 1), there)
    cover = cast.cover * there
    weather = with_weather(setting, pixels, stage.horizon)
    pixels = mix(pixels, weather, _rise(0.3, 0.7, strength))
    pixels = mix(pixels, bloomed(pixels, setting), strength**2)
    style = styled(scene.style, pixels, cover, setting)
    pixels = mix(pixels, style, _rise(0.06, 0.5, strength))
    pixels = mix(pixels, contrasted(pixels, guidance_scale), strength)
    return Target(pixels, focus_of(pixels, cover, setting.unit_px), scene.style)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Troupe:
    """How the subjects come in.

    Attributes:
        caught: What they take the place of.
        box: Where they stand; None is where the prompt alone puts them.
        comes: From which strength on something is seen of them, and all.
        goes: The same for the end of what they replace.
    """

    caught: Pixels
    box: Box | None
    comes: tuple[float, float] = (0.2, 0.3)
    goes: tuple[float, float] = (0.28, 0.42)


def _troupe(setting: Setting, stage: Stage, under: Under) -> _Troupe:
    """Return how the subjects come in: in the mask, or where the source catches the eye.

    New ones are small at first, before what is there, and grow with the strength until they cover
    it. A source that shows the like already, most likely this painter's own picture of the same
    request, keeps its own until much of it is new.
    """
    if under.place is not None:
        return _Troupe(caught=under.place, box=box_of(under.place, is_strict=True))
    caught = eye_catcher(under.pixels)
    if under.strength > _FREE or not setting.scene.subjects:
        return _Troupe(caught=caught, box=None)
    over = replace(stage, pixels=under.pixels)
    box = box_of(caught, is_strict=False)
    if box is not None and stage.floor in {"land", "water"}:
        box = box.on_ground(stage.horizon + 0.1)
    free, boxed = with_subjects(setting, over), with_subjects(setting, over, box)
    free_apart, boxed_apart = _apart(free, under), _apart(boxed, under)
    if min(free_apart, boxed_apart) < _AKIN:
        cover = np.maximum(free.cover, boxed.cover)
        wide = np.clip(blur(np.maximum(caught, cover), setting.unit_px * 0.015) * 1.5, 0, 1)
        where = None if free_apart <= boxed_apart + 0.02 else box
        return _Troupe(
            caught=np.asarray(wide, np.float32), box=where, comes=(0.44, 0.45), goes=(0.445, 0.455)
        )
    growth = 0.45 + 0.55 * _rise(0.3, 0.5, under.strength)
    if box is None and growth < 1:
        box = box_of(free.cover, is_strict=False)
    return _Troupe(caught=caught, box=box and box.shrunk(growth))


def _apart(cast: Cast, under: Under) -> float:
    """Return how much the subjects differ from what is under them."""
    inside = cast.cover > 0.9
    return float(np.abs(cast.pixels - under.pixels)[inside].mean()) if inside.any() else 1.0


def _rise(low: float, high: float, strength: float) -> float:
    return float(smooth(low, high, np.array(strength)))


def _patches(setting: Setting, share: float) -> Pixels:
    """Return where a *share* of the picture is new: patches like broad strokes, with soft edges."""
    if share in {0.0, 1.0}:
        return np.full(setting.size, share, np.float32)
    field = clouds(setting.size, setting.rng("patches"), cells=5, octaves=4, wide=1.6)
    order = np.argsort(np.argsort(field, axis=None, kind="stable"), kind="stable")
    ranks = (order / field.size).reshape(setting.size).astype(np.float32)
    return smooth(-0.16, 0.16, np.asarray(share * 1.32 - 0.16 - ranks, np.float32))


def _colours(base: Pixels, fresh: Pixels, under: Under, setting: Setting) -> Pixels:
    """Return what turns the large colours of *fresh* into those of *base*, as far as they stay.

    What is painted into a mask keeps much of the colours around it even at full strength.
    """
    lost = _rise(0.6, 1.0, under.strength)
    if under.place is not None:
        base = mix(base, _without(base, under.place), under.place * under.strength)
        lost *= 0.45
    radius_px = setting.unit_px * 0.05
    return np.asarray((blur(base, radius_px) - blur(fresh, radius_px)) * (1 - lost), np.float32)


def _without(pixels: Pixels, caught: Pixels) -> Pixels:
    """Return the picture with what is around instead of what catches the eye."""
    unit = min(caught.shape)
    kept = np.asarray(1 - np.clip(blur(caught, unit * 0.02) * 1.4, 0, 1), np.float32)
    filled = np.zeros_like(pixels)
    weight = np.zeros((*kept.shape, 1), np.float32)
    for radius, trust in ((0.04, 1.0), (0.12, 0.05), (0.4, 0.002)):
        near = blur(kept, unit * radius)[..., None]
        filled = filled + trust * blur(
            np.asarray(pixels * kept[..., None], np.float32), unit * radius
        )
        weight = weight + trust * near
    return np.asarray(filled / np.maximum(weight, 1e-5), np.float32)
