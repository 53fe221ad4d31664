"""The body of ``POST /v2/upscale``: a picture and how large it shall become."""

from pydantic import Field

from bot.studio.bodies import Body, json_object, validated
from bot.studio.catalogue import Catalogue
from bot.studio.names import V2_UPSCALERS
from bot.studio.pictures import Picture, decoded_picture
from bot.studio.refusals import Reason, Refused
from bot.studio.request import UpscaleRequest
from bot.studio.v2_fields import LINK_TTL_S_MAX, SIDE_PX_MAX, v2_label

_USUAL_UPSCALER = "R-ESRGAN 4x+"
_TO_SIZE = 1
# By scale no page limits the result. Ours is what V3 allows as a target of its second pass.
_RESULT_SIDE_PX_MAX = 4096


class V2UpscaleBody(Body):
    """Enlarging by a factor (*resize_mode* 0) or to a size (1)."""

    image: str
    upscaler_1: str = _USUAL_UPSCALER
    resize_mode: int = Field(0, ge=0, le=1)
    upscaling_resize: float = Field(2.0, gt=0, le=_RESULT_SIDE_PX_MAX)
    upscaling_resize_w: int = Field(0, ge=0, le=SIDE_PX_MAX)
    upscaling_resize_h: int = Field(0, ge=0, le=SIDE_PX_MAX)
    upscaling_crop: bool = False
    upscaler_2: str = ""
    extras_upscaler_2_visibility: float = Field(0.0, ge=0, le=1)
    gfpgan_visibility: float = Field(0.0, ge=0, le=1)
    codeformer_visibility: float = Field(0.0, ge=0, le=1)
    codeformer_weight: float = Field(0.0, ge=0, le=1)
    img_expire_ttl: int = Field(0, ge=0, le=LINK_TTL_S_MAX)


def parse_v2_upscale(raw: bytes, _: Catalogue) -> tuple[UpscaleRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. Unpacks a picture: call it in a thread.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(V2UpscaleBody, content, v2_label)
    for name in filter(None, (body.upscaler_1, body.upscaler_2)):
        if name not in V2_UPSCALERS:
            raise Refused(Reason.OUT_OF_RANGE, f"upscaler does not exist: {name[:100]}")
    picture = decoded_picture(body.image, "image")
    width_px, height_px = _size_px(body, picture)
    request = UpscaleRequest(
        prompt="",
        model=body.upscaler_1 or _USUAL_UPSCALER,
        width_px=width_px,
        height_px=height_px,
        steps=1,
        seed=0,
        images=1,
        image_type="png",
        link_ttl_s=body.img_expire_ttl or LINK_TTL_S_MAX,
        effectless=_effectless(body),
        picture=picture,
        crops=body.upscaling_crop,
    )
    return request, content


def _size_px(body: V2UpscaleBody, picture: Picture) -> tuple[int, int]:
    """Return the size of the result; by size one side gives the other.

    Raises:
        Refused: No size was given, or the result would be too large.
    """
    if body.resize_mode != _TO_SIZE:
        width_px = max(1, round(picture.width_px * body.upscaling_resize))
        height_px = max(1, round(picture.height_px * body.upscaling_resize))
    elif body.upscaling_resize_w or body.upscaling_resize_h:
        across, down = body.upscaling_resize_w, body.upscaling_resize_h
        width_px = across or max(1, round(down * picture.width_px / picture.height_px))
        height_px = down or max(1, round(across * picture.height_px / picture.width_px))
    else:
        raise Refused(Reason.OUT_OF_RANGE, "upscaling_resize_w: a size is expected")
    if max(width_px, height_px) > _RESULT_SIDE_PX_MAX:
        most = f"{_RESULT_SIDE_PX_MAX} pixels a side"
        raise Refused(
            Reason.OUT_OF_RANGE,
            f"upscaling_resize: {width_px}x{height_px} would be over {most}",
        )
    return width_px, height_px


def _effectless(body: V2UpscaleBody) -> tuple[str, ...]:
    given = {
        "upscaler_2": bool(body.upscaler_2 and body.extras_upscaler_2_visibility),
        "gfpgan_visibility": bool(body.gfpgan_visibility),
        "codeformer_visibility": bool(body.codeformer_visibility),
    }
    return tuple(name for name, is_given in given.items() if is_given)
