"""Which background a scene has: one painter a biome."""

import numpy as np

from bot.studio.painter.abstract import abstract
from bot.studio.painter.city import with_city, with_street
from bot.studio.painter.elsewhere import space, table, underwater
from bot.studio.painter.growth import with_trees, with_undergrowth
from bot.studio.painter.land import SOILS, with_dunes, with_ground, with_hills, with_mountains
from bot.studio.painter.pixels import Pixels, mix, rgb
from bot.studio.painter.sky import painted_sky
from bot.studio.painter.stage import Setting, Stage
from bot.studio.painter.water import with_headland, with_shore, with_water

_HORIZONS = {
    "sky": 0.9,
    "sea": 0.58,
    "coast": 0.56,
    "lake": 0.5,
    "lakeside": 0.5,
    "city": 0.64,
    "mountains": 0.66,
}


def soil_of(biome: str) -> str:
    """Return the ground of a biome ("snow forest" lies under snow)."""
    return "snow" if biome.startswith("snow") else biome if biome in SOILS else "meadow"


def background(setting: Setting) -> Stage:
    """Return the scene without its subjects."""
    biome = setting.scene.biome
    if biome is None:
        return Stage(pixels=abstract(setting), horizon=0.5, floor="none", shadow=rgb("#202020"))
    elsewhere = {"underwater": underwater, "space": space, "table": table}
    if biome in elsewhere:
        return elsewhere[biome](setting)
    horizon = _HORIZONS.get(biome, 0.62) + float(setting.rng("horizon").uniform(-0.05, 0.03))
    if biome == "moon":
        pixels = space(setting).pixels
    else:
        pixels = painted_sky(setting, 1.0 if biome == "sky" else horizon)
    painters = {
        "sky": _over_clouds,
        "sea": _sea,
        "coast": _coast,
        "lake": _lake,
        "lakeside": _lakeside,
        "city": _city,
        "snow city": _city,
        "desert": _desert,
        "mars": _desert,
    }
    pixels = painters.get(biome, _land)(setting, pixels, horizon)
    floor = "water" if biome in {"sea", "lake"} else "none" if biome == "sky" else "land"
    shadow = np.clip(setting.light.ambient * rgb("#2c2c4c"), 0, 1)
    return Stage(
        pixels=np.asarray(np.clip(pixels, 0, 1), np.float32),
        horizon=horizon,
        floor=floor,
        shadow=np.asarray(shadow, np.float32),
    )


def _land(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    biome = str(setting.scene.biome)
    soil = SOILS[soil_of(biome)]
    snowy = biome.startswith("snow")
    if "mountains" in biome:
        pixels = with_mountains(setting, pixels, horizon, snow=1.1 if snowy else 0.5)
    elif biome not in {"mars", "moon"}:
        pixels = with_hills(setting, pixels, horizon, "#b8c8dc" if snowy else soil.near)
    if biome in {"forest", "snow forest", "snow", "mountains"}:
        colour = "#3d5a58" if snowy else "#2c5238"
        pixels = with_trees(setting, pixels, horizon, kind="conifer", colour=colour, snow=snowy)
    elif biome in {"jungle", "autumn"}:
        colour = "#c8742c" if biome == "autumn" else "#2a6a34"
        pixels = with_trees(setting, pixels, horizon, kind="round", colour=colour, snow=False)
    pixels = with_ground(setting, pixels, horizon, soil)
    return with_undergrowth(setting, pixels, horizon, soil, foreground=False)


def _desert(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    soil = SOILS[str(setting.scene.biome)]
    pixels = with_dunes(setting, pixels, horizon, soil)
    return with_undergrowth(setting, pixels, horizon, soil, foreground=False)


def _sea(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    pixels = with_headland(setting, pixels, horizon)
    return with_water(setting, pixels, horizon, storm="storm" in setting.scene.weathers)


def _coast(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    return with_shore(setting, _sea(setting, pixels, horizon), SOILS["coast"].far)


def _lake(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    pixels = with_mountains(setting, pixels, horizon, snow=0.45)
    pixels = with_trees(
        setting, pixels, horizon - 0.02, kind="conifer", colour="#2f5540", snow=False
    )
    return with_water(setting, pixels, horizon, storm=False)


def _lakeside(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    pixels = with_shore(setting, _lake(setting, pixels, horizon), SOILS["meadow"].near)
    return with_undergrowth(setting, pixels, 0.86, SOILS["meadow"], foreground=False)


def _city(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    pixels = with_city(setting, pixels, horizon)
    wet = bool(setting.scene.weathers & {"rain", "storm"}) or setting.light.is_night
    pixels = with_street(setting, pixels, horizon, wet=wet)
    if str(setting.scene.biome).startswith("snow"):
        below = np.clip((setting.rows - horizon - 0.03) * 8, 0, 0.7)
        white = np.clip(setting.light.ambient, 0, 1)
        pixels = mix(pixels, white, (below * np.ones(setting.size)).astype(np.float32))
    return pixels


def _over_clouds(setting: Setting, pixels: Pixels, horizon: float) -> Pixels:
    hazy = np.clip((setting.rows - 0.62) / 0.4, 0, 1) ** 1.3 * 0.85
    shade = mix(setting.light.haze, np.ones(3, np.float32), 0.25) * setting.light.ambient
    return mix(pixels, shade, (hazy * np.ones(setting.size)).astype(np.float32))
