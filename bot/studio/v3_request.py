"""The body of ``POST /v3/async/txt2img``: its fields, their ranges, and what they ask for."""

from dataclasses import replace

from pydantic import Field

from bot.studio.bodies import Body, json_object, validated
from bot.studio.catalogue import Catalogue
from bot.studio.names import V3_UPSCALERS
from bot.studio.refusals import Reason, Refused
from bot.studio.request import HiresTarget, PaintRequest
from bot.studio.v3_fields import V3Extra, V3Fields, v3_label

_LABEL = v3_label("Txt2ImgRequest")


class _Refiner(Body):
    switch_at: float = Field(ge=0, le=1)


class _HiresFix(Body):
    target_width: int = Field(ge=128, le=4096)
    target_height: int = Field(ge=128, le=4096)
    strength: float = Field(ge=0, le=1)
    upscaler: str = "Latent"


class _Wanted(V3Fields):
    hires_fix: _HiresFix | None = None
    refiner: _Refiner | None = None
    restore_faces: bool = False


class _V3Body(Body):
    request: _Wanted
    extra: V3Extra = V3Extra()


def parse_v3(raw: bytes, catalogue: Catalogue) -> tuple[PaintRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. Call it in a thread.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(_V3Body, content, _LABEL)
    body.request.check(catalogue, _LABEL)
    fix = body.request.hires_fix
    if fix is not None and fix.upscaler not in V3_UPSCALERS:
        field = _LABEL(("request", "hires_fix", "upscaler"))
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: value must be in list")
    return replace(body.request.wanted(body.extra), hires=_hires(fix)), content


def _hires(fix: _HiresFix | None) -> HiresTarget | None:
    if fix is None:
        return None
    return HiresTarget(
        width_px=fix.target_width, height_px=fix.target_height, strength=fix.strength
    )
