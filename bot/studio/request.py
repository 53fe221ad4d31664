"""What a client asked for, after either wire has checked it."""

import math
from dataclasses import dataclass, field

SEEDS = 2**32


@dataclass(frozen=True, slots=True, kw_only=True)
class HiresTarget:
    """The second pass: final size and how much it may change (0 to 1)."""

    width_px: int
    height_px: int
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlUnit:
    """One ControlNet unit; *image* is a whole PNG, JPEG or WebP file."""

    model: str
    module: str
    resize_mode: int
    image: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintRequest:
    """One accepted submit.

    Attributes:
        prompt: As it was sent, with its ``<lora:…>`` tags.
        painted_prompt: The same without them.
        seed: Of the first image; image *i* has ``seed + i``.
        images: How many results.
        control: Each unit adds one preprocessor picture if *detect_maps*.
        nsfw_level: 0 to 2, or None when detection is off.
        link_ttl_s: How long a link to a result lives.
        effectless: Names of fields that were given, are recorded, and change nothing here.
    """

    prompt: str
    painted_prompt: str
    negative_prompt: str
    model: str
    sampler: str
    width_px: int
    height_px: int
    steps: int
    guidance_scale: float
    seed: int
    images: int
    image_type: str
    link_ttl_s: int
    hires: HiresTarget | None = None
    control: tuple[ControlUnit, ...] = ()
    detect_maps: bool = True
    previews: bool = True
    nsfw_level: int | None = None
    effectless: tuple[str, ...] = ()

    @property
    def final_size_px(self) -> tuple[int, int]:
        """Width and height of the results."""
        if self.hires is None:
            return self.width_px, self.height_px
        return self.hires.width_px, self.hires.height_px

    @property
    def work(self) -> float:
        """How much there is to paint, in megapixel-steps.

        Composing a picture costs about one more, whatever its size.
        """
        width_px, height_px = self.final_size_px
        return self.images * (1 + width_px * height_px * self.steps / 1e6)

    @property
    def first_pass_share(self) -> float:
        """Which part of an image's time its reported steps are.

        Of the second pass a painter reports nothing. Its time grows with the side rather than the
        area, for larger pictures get larger strokes (measured at twice the side: two thirds).
        """
        if self.hires is None:
            return 1.0
        width_px, height_px = self.final_size_px
        grown = width_px * height_px / (self.width_px * self.height_px)
        return 1 / (1 + math.sqrt(grown))

    def seed_of(self, index: int) -> int:
        """Return the seed of image *index*; past the end it begins anew at 0."""
        return (self.seed + index) % SEEDS
