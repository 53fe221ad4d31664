"""What a sampler's name means to the brush: its schedule, its noise, the length of a stroke."""

from dataclasses import dataclass

import numpy as np

USUAL_SAMPLER = "Euler a"
_FIRST_RADIUS = 0.085  # in short sides
_FINEST_RADIUS = 0.0011


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How strokes are laid.

    Attributes:
        curve: Below 1 the brush gets fine early, above 1 late.
        noise: How much a stroke's colour and direction stray.
        length: Of a stroke, in its widths.
    """

    curve: float
    noise: float
    length: float


_LENGTHS = {"Euler": 3.4, "DPM++": 2.2, "DPM": 2.8, "LMS": 4.0, "Heun": 3.0, "UniPC": 1.8}
_LONGEST = 4.6  # DDIM, PLMS and what we do not know


def sampling_of(sampler: str) -> Sampling:
    """Return how the sampler named *sampler* paints; "" means "Euler a"."""
    words = (sampler or USUAL_SAMPLER).split()
    length = next(
        (value for name, value in _LENGTHS.items() if words[0].startswith(name)), _LONGEST
    )
    curve = 0.72 if "Karras" in words else 0.86 if "Exponential" in words else 1.0
    if words[0] in {"DDIM", "PLMS"}:
        curve = 1.25
    if "fast" in words or "adaptive" in words:
        curve = 0.6
    noise = 0.012
    if "a" in words[1:]:
        noise = 0.075
    elif "SDE" in words or words[0] == "Restart":
        noise = 0.055
    return Sampling(curve=curve, noise=noise, length=length)


def radii(steps: int, sampling: Sampling) -> list[float]:
    """Return the brush radius of every step in short sides, from coarse to fine.

    The last one depends on the number of steps: more of them end finer.
    """
    last = max(_FINEST_RADIUS, 0.062 * float(steps) ** -1.12)
    progress = np.linspace(0, 1, steps) if steps > 1 else np.ones(1)
    shares = progress**sampling.curve
    return [float(_FIRST_RADIUS * (last / _FIRST_RADIUS) ** share) for share in shares]
