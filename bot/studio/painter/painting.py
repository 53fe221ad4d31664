"""What is asked of the painter."""

from dataclasses import dataclass

MODEL_NAME = "sketch-painter-v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hires:
    """A second, finer pass at another size.

    Attributes:
        width_px: Width of the result, at most 4096.
        height_px: Height of the result, at most 4096.
        strength: How much of the picture the second pass paints anew, 0 to 1.
    """

    width_px: int
    height_px: int
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """One picture, described so fully that the same value always gives the same bytes.

    Attributes:
        sampler: The service's name of it; empty means "Euler a".
        seed: 0 to 2**32 - 1.
        hires: The second pass, or None.
    """

    prompt: str
    negative_prompt: str
    width_px: int
    height_px: int
    steps: int
    guidance_scale: float
    sampler: str
    seed: int
    hires: Hires | None = None
