"""What is asked of the painter."""

from dataclasses import dataclass, field

from PIL import Image

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
class Mask:
    """Where a source may change.

    Attributes:
        image: White may change, black stays; as large as the source.
        blur_px: How soft its edge is, in pixels of the result.
        is_inverted: True if black may change.
        fill: What the place is painted from: 0 its surroundings, 1 itself, 2 noise, 3 nothing.
        padding_px: Only the masked place is painted, at the full size, with so much around it;
            None paints the whole picture.
    """

    image: Image.Image = field(repr=False)
    blur_px: float = 4
    is_inverted: bool = False
    fill: int = 1
    padding_px: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The picture that is painted over.

    Attributes:
        strength: 0 leaves it as it is, 1 ignores it.
        resize_mode: 0 and 3 stretch it to the size asked for, 1 crops it, 2 fills the rest.
    """

    image: Image.Image = field(repr=False)
    strength: float
    resize_mode: int = 0
    mask: Mask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Painting:
    """One picture, described so fully that the same value always gives the same bytes.

    Attributes:
        sampler: The service's name of it; empty means "Euler a".
        seed: 0 to 2**32 - 1.
        hires: The second pass, or None.
        source: What is painted over, or None.
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
    source: Source | None = None
