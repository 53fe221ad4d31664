"""The source image of a request: how strongly it is painted over, and the size of the result."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.ranges import MAX_SIDE_PX
from bot.domain.sizes import Size
from bot.errors import InvalidRequest
from bot.texts import gettext as _

_LEAST_SIDE_PX = 128  # V3's; V2 states none
_GRAIN_PX = 8  # what models of this family paint in
_NO_IMAGE = "0" * 64  # stands in, so that a style's strength is checked even without a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSource:
    """A stored picture to be painted over; with ``size`` the result is about as large as it."""

    image_sha256: str
    size: Size | None = None
    mask_sha256: str | None = None


def fitted_size(size: Size) -> Size:
    """Return the nearest size that services paint, of about the same proportions."""
    sides = (size.width_px, size.height_px)
    scale = min(1.0, MAX_SIDE_PX / max(sides))
    scale = max(scale, min(_LEAST_SIDE_PX / min(sides), MAX_SIDE_PX / max(sides)))
    return Size(*(_grained(side * scale) for side in sides))


def _grained(side_px: float) -> int:
    rounded = round(side_px / _GRAIN_PX) * _GRAIN_PX
    return min(max(rounded, _LEAST_SIDE_PX), MAX_SIDE_PX)


def source_fields(
    chosen: Mapping[str, str], asked: str | None, given: GivenSource | None
) -> dict[str, object] | None:
    """Return the fields of a ``SourceImage``, None without a picture and without a strength.

    Args:
        chosen: The merged options; a style may hold a strength, which applies when a picture is
            there.
        asked: The strength that the member gave.
        given: The picture.

    Raises:
        InvalidRequest: The member gave a strength and no picture.
    """
    if given is None:
        if asked:
            raise InvalidRequest("strength", asked, _("attach a picture as `image` with it"))
        if "strength" not in chosen:
            return None
    fields: dict[str, object] = {"image_sha256": given.image_sha256 if given else _NO_IMAGE}
    if given and given.mask_sha256:
        fields["mask_sha256"] = given.mask_sha256
    if "strength" in chosen:
        fields["strength"] = chosen["strength"].strip()
    return fields
