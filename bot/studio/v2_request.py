"""The body of ``POST /v2/txt2img``: its fields, their ranges, and what they ask for."""

from dataclasses import replace

from pydantic import Field

from bot.studio.bodies import json_object, validated
from bot.studio.catalogue import Catalogue
from bot.studio.names import V2_UPSCALERS
from bot.studio.refusals import Reason, Refused
from bot.studio.request import HiresTarget, PaintRequest
from bot.studio.v2_fields import SIDE_PX_MAX, V2Fields, v2_label

_HIRES_STRENGTH = 0.5  # V2 has no field for it; this is what the official client sends to V3


class V2Body(V2Fields):
    """Text to image: any size, and a second pass."""

    width: int = Field(512, gt=0, le=SIDE_PX_MAX)
    height: int = Field(512, gt=0, le=SIDE_PX_MAX)
    enable_hr: bool = False
    hr_upscaler: str = "R-ESRGAN 4x+"
    hr_scale: float = Field(2.0, ge=1, le=2)
    hr_resize_x: int = Field(0, ge=0, le=SIDE_PX_MAX)
    hr_resize_y: int = Field(0, ge=0, le=SIDE_PX_MAX)


def parse_v2(raw: bytes, catalogue: Catalogue) -> tuple[PaintRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. May take long: call it in a thread.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(V2Body, content, v2_label)
    body.check_names(catalogue)
    if body.enable_hr and body.hr_upscaler not in V2_UPSCALERS:
        raise Refused(Reason.OUT_OF_RANGE, f"hr_upscaler: unknown {body.hr_upscaler[:100]}")
    request = body.request(catalogue, width_px=body.width, height_px=body.height)
    return replace(request, hires=_hires(body)), content


def _hires(body: V2Body) -> HiresTarget | None:
    """Return the second pass. A target size wins over the scale; one side gives the other."""
    if not body.enable_hr:
        return None
    across, down = body.hr_resize_x, body.hr_resize_y
    if not across and not down:
        across = round(body.width * body.hr_scale)
        down = round(body.height * body.hr_scale)
    return HiresTarget(
        width_px=across or max(1, round(down * body.width / body.height)),
        height_px=down or max(1, round(across * body.height / body.width)),
        strength=_HIRES_STRENGTH,
    )
