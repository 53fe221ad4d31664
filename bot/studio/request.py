"""What a client asked for, after either wire has checked it."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Self

from bot.studio.pictures import Picture
from bot.studio.sources import Source

SEEDS = 2**32
GONE = Picture(content=b"", width_px=0, height_px=0)  # of a finished task


@dataclass(frozen=True, slots=True, kw_only=True)
class HiresTarget:
    """The second pass: final size and how much it may change (0 to 1)."""

    width_px: int
    height_px: int
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlUnit:
    """One ControlNet unit."""

    model: str
    module: str
    resize_mode: int
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRequest(ABC):
    """What every accepted submit has.

    Attributes:
        prompt: As it was sent, with its ``<lora:…>`` tags.
        seed: Of the first image; image *i* has ``seed + i``.
        images: How many results.
        nsfw_level: 0 to 2, or None when detection is off.
        link_ttl_s: How long a link to a result lives.
        effectless: Names of fields that were given, are recorded, and change nothing here.
    """

    prompt: str
    model: str
    width_px: int
    height_px: int
    steps: int
    seed: int
    images: int
    image_type: str
    link_ttl_s: int
    nsfw_level: int | None = None
    effectless: tuple[str, ...] = ()

    @property
    @abstractmethod
    def task_type(self) -> str:
        """V3's name for this kind of task."""

    @property
    @abstractmethod
    def work(self) -> float:
        """How much there is to do, in megapixel-steps."""

    @property
    @abstractmethod
    def pictures(self) -> tuple[Picture, ...]:
        """What was sent to be painted from."""

    @abstractmethod
    def without_pictures(self) -> Self:
        """Return the same without ``pictures``."""

    @property
    def first_pass_share(self) -> float:
        """Which part of an image's time its reported steps are."""
        return 1.0

    def seed_of(self, index: int) -> int:
        """Return the seed of image *index*; past the end it begins anew at 0."""
        return (self.seed + index) % SEEDS


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintRequest(TaskRequest):
    """An image from a text, or from a text and a picture.

    Attributes:
        painted_prompt: The prompt without its LoRA tags.
        source: What is painted over, or None.
        control: Each unit adds one preprocessor picture if *detect_maps*.
    """

    painted_prompt: str
    negative_prompt: str
    sampler: str
    guidance_scale: float
    hires: HiresTarget | None = None
    source: Source | None = None
    control: tuple[ControlUnit, ...] = ()
    detect_maps: bool = True
    previews: bool = True

    @property
    def task_type(self) -> str:
        """V3's name for this kind of task."""
        return "TXT_TO_IMG" if self.source is None else "IMG_TO_IMG"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What was sent to be painted from."""
        sent = [unit.picture for unit in self.control]
        if self.source is not None:
            sent.append(self.source.picture)
            sent += [self.source.mask.picture] if self.source.mask is not None else []
        return tuple(sent)

    def without_pictures(self) -> Self:
        """Return the same without ``pictures``; it still is image to image if it was."""
        source = self.source and replace(self.source, picture=GONE, mask=None)
        return replace(self, control=(), source=source)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class UpscaleRequest(TaskRequest):
    """A larger copy of a picture, *width_px* by *height_px*; *model* is the upscaler's name.

    Attributes:
        picture: What is enlarged.
        crops: True cuts off what does not fit; False stretches.
    """

    picture: Picture
    crops: bool

    @property
    def task_type(self) -> str:
        """V3's name for this kind of task."""
        return "UPSCALE"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What was sent to be painted from."""
        return (self.picture,)

    def without_pictures(self) -> Self:
        """Return the same without ``pictures``."""
        return replace(self, picture=GONE)

    @property
    def work(self) -> float:
        """How much there is to do, in megapixel-steps: about as much as a few steps."""
        return 1 + 4 * self.width_px * self.height_px / 1e6
