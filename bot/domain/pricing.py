"""What images cost: a table of prices by image service and model, and the sum for one request.

Money is counted in whole millionths ("micros") of the one currency that the owner names. A price
is worked out for one image and rounded to the nearest millionth, a half upwards; a request costs
that times its images, so that an image which did not come gives back exactly its own price.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from math import sqrt

from bot.domain.request import ImageRequest

MICROS = 1_000_000
MEGAPIXEL = 1024 * 1024  # as image services count: 1024 by 1024 pixels are one
_UPSCALE_STEPS = 10  # that enlarging counts as, at the size between before and after
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One row of the table, in units of the currency.

    *provider* is the name of an image service and *model* that of a model there; ``*`` in either
    stands for any letters. ``minimum`` is of one image, before ``nsfw_detection`` is added.
    """

    provider: str = "*"
    model: str = "*"
    per_image: Decimal = _NOTHING
    per_megapixel_step: Decimal = _NOTHING
    upscale_steps: int = _UPSCALE_STEPS
    minimum: Decimal = _NOTHING
    nsfw_detection: Decimal = _NOTHING

    def is_for(self, provider: str, model: str) -> bool:
        """Tell whether the row is about that model, however its name is written."""
        return fnmatchcase(provider.casefold(), self.provider.casefold()) and fnmatchcase(
            model.casefold(), self.model.casefold()
        )

    def image_micros(self, request: ImageRequest) -> int:
        """Return the price of one image of *request*."""
        work = Decimal(_megapixel_steps(request, self.upscale_steps))
        price = max(self.minimum, self.per_image + self.per_megapixel_step * work)
        if request.nsfw_detection_level is not None:
            price += self.nsfw_detection
        return int((price * MICROS).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """All prices; the first row that is for a model counts, and without one it is free."""

    rows: Sequence[Price] = ()
    currency: str = "$"

    @property
    def is_free(self) -> bool:
        """Whether nothing costs anything, so that nobody need read of money."""
        return not self.rows

    def cost_micros(self, provider: str, request: ImageRequest) -> int:
        """Return what all images of *request* cost together, if all of them come."""
        for row in self.rows:
            if row.is_for(provider, request.model):
                return row.image_micros(request) * request.units
        return 0


def _megapixel_steps(request: ImageRequest, upscale_steps: int) -> float:
    """Return the work of one image: megapixels times steps, and what enlarging adds.

    A picture that is painted over counts with all its steps, whatever its strength: so it is
    charged for.
    """
    megapixels = request.width_px * request.height_px / MEGAPIXEL
    if request.upscale is not None:
        return megapixels * request.upscale.scale * upscale_steps
    work = megapixels * request.steps
    if request.hires is not None:
        width_px, height_px = request.final_size_px
        scale = sqrt(width_px * height_px / (request.width_px * request.height_px))
        work += megapixels * scale * upscale_steps
    return work


def shared_micros(cost_micros: int, units: int, of_units: int) -> int:
    """Return the part of *cost_micros* that *units* of *of_units* images are."""
    return cost_micros * units // of_units
