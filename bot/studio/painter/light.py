"""The light of a picture: sky colours, sun, what falls on things, and haze."""

from dataclasses import dataclass

import numpy as np

from bot.studio.painter.pixels import Pixels, mix, rgb, stream
from bot.studio.painter.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Colours and directions.

    Attributes:
        sky: Colours from the top to the horizon, shape (n, 3).
        sun: Colour of the sun or the moon.
        sun_x: Its place in widths from the left.
        sun_y: Its place in heights from the top.
        ambient: What every surface colour is multiplied with.
        haze: What far things fade into.
        rim: How strong the bright edge on the sun's side is, 0 to 1.
        is_night: True if lamps and stars shine.
    """

    sky: Pixels
    sun: Pixels
    sun_x: float
    sun_y: float
    ambient: Pixels
    haze: Pixels
    rim: float
    is_night: bool


# Sky from the top to the horizon; sun; ambient; haze; rim; height of the sun.
_TIMES: dict[str, tuple[tuple[str, ...], str, tuple[float, float, float], str, float, float]] = {
    "day": (
        ("#2f72c8", "#5a9be0", "#93c4ee", "#d6eaf4"),
        "#fff3cf",
        (1.0, 1.0, 1.0),
        "#c9dcec",
        0.25,
        0.17,
    ),
    "dawn": (
        ("#5577b8", "#9aa6d6", "#f0b9b4", "#ffe0ae"),
        "#fff0c0",
        (1.0, 0.94, 0.9),
        "#eec9bd",
        0.4,
        0.46,
    ),
    "sunset": (
        ("#40307a", "#9a4686", "#ee6f55", "#ffc873"),
        "#ffe6a0",
        (1.0, 0.86, 0.78),
        "#e39a80",
        0.6,
        0.47,
    ),
    "dusk": (
        ("#1e2a62", "#4d4a94", "#a8699c", "#f5a97c"),
        "#ffd9a8",
        (0.82, 0.77, 0.92),
        "#9277a4",
        0.6,
        0.5,
    ),
    "night": (
        ("#0c1438", "#16265c", "#2a4682", "#4d72a8"),
        "#eef2ff",
        (0.66, 0.74, 0.98),
        "#3c5a8e",
        0.75,
        0.2,
    ),
}
_GREY_WEATHERS = {"rain": 0.55, "storm": 0.72, "fog": 0.5, "cloudy": 0.4, "snowfall": 0.45}


def light_of(scene: Scene, seed: int) -> Light:
    """Return the light for the scene's time and weather; the seed moves the sun and the hues."""
    rng = stream(seed, "light")
    stops, sun, ambient, haze, rim, sun_y = _TIMES[scene.time]
    sky = np.stack([rgb(stop) for stop in stops])
    sky = np.clip(sky + rng.normal(0, 0.018, (1, 3)).astype(np.float32), 0, 1)
    grey = max((_GREY_WEATHERS.get(weather, 0.0) for weather in scene.weathers), default=0.0)
    level = 0.62 if "storm" in scene.weathers else 0.9
    sky = _greyed(sky, grey, level)
    hazy = _greyed(rgb(haze)[None], grey, level)[0]
    for tint in scene.tints[:2]:
        colour = np.array(tint, np.float32)
        ramp = np.linspace(0.75, 1.35, len(sky), dtype=np.float32)[:, None]
        darkness = 0.45 if scene.time == "night" else 0.95
        sky = mix(sky, np.clip(colour * ramp * darkness, 0, 1), 0.5)
        hazy = mix(hazy, colour, 0.3)
    side = rng.choice([0.2, 0.3, 0.7, 0.8])
    return Light(
        sky=np.asarray(sky, np.float32),
        sun=rgb(sun),
        sun_x=float(side + rng.normal(0, 0.03)),
        sun_y=float(np.clip(sun_y + rng.normal(0, 0.02), 0.1, 0.52)),
        ambient=np.array(ambient, np.float32) * (1 - 0.18 * grey),
        haze=np.asarray(hazy, np.float32),
        rim=rim * (1 - 0.5 * grey),
        is_night=scene.time in {"night", "dusk"},
    )


def _greyed(colours: Pixels, amount: float, level: float) -> Pixels:
    grey = colours.mean(axis=1, keepdims=True) * np.array([0.95, 1.0, 1.07], np.float32)
    return np.asarray(mix(colours, grey * level, amount), np.float32)
