"""The body of ``POST /v2/img2img``: a picture, how much of it may change, and where."""

from dataclasses import replace

from pydantic import Field

from bot.studio.bodies import json_object, validated
from bot.studio.catalogue import Catalogue
from bot.studio.pictures import Picture, decoded_picture
from bot.studio.refusals import Reason, Refused
from bot.studio.request import PaintRequest
from bot.studio.sources import Mask, Source
from bot.studio.v2_fields import SIDE_PX_MAX, V2Fields, v2_label

_MASK_BLUR_PX_MAX = 64
_PADDING_PX_MAX = 256


class V2ImageBody(V2Fields):
    """Image to image. The official client sends 1024 x 1024 when its caller says nothing."""

    init_images: tuple[str, ...] = Field(min_length=1)
    width: int = Field(1024, gt=0, le=SIDE_PX_MAX)
    height: int = Field(1024, gt=0, le=SIDE_PX_MAX)
    denoising_strength: float = Field(0.75, ge=0, le=1)
    resize_mode: int = Field(0, ge=0, le=3)
    mask: str = ""
    mask_blur: int = Field(4, ge=0, le=_MASK_BLUR_PX_MAX)
    inpainting_fill: int = Field(1, ge=0, le=3)
    inpaint_full_res: int = Field(0, ge=0, le=1)
    inpaint_full_res_padding: int = Field(32, ge=0, le=_PADDING_PX_MAX)
    inpainting_mask_invert: int = Field(0, ge=0, le=1)
    initial_noise_multiplier: float = 1.0
    image_cfg_scale: float | None = None


def parse_v2_img2img(raw: bytes, catalogue: Catalogue) -> tuple[PaintRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. Unpacks pictures: call it in a thread.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(V2ImageBody, content, v2_label)
    body.check_names(catalogue)
    picture = decoded_picture(body.init_images[0], "init_images.0")
    source = Source(
        picture=picture,
        strength=body.denoising_strength,
        resize_mode=body.resize_mode,
        mask=_mask(body, picture),
    )
    request = body.request(catalogue, width_px=body.width, height_px=body.height)
    effectless = (*request.effectless, *_effectless(body))
    return replace(request, source=source, effectless=effectless), content


def _mask(body: V2ImageBody, source: Picture) -> Mask | None:
    if not body.mask:
        return None
    picture = decoded_picture(body.mask, "mask")
    if (picture.width_px, picture.height_px) != (source.width_px, source.height_px):
        sizes = f"{picture.size_text} is not the size of init_images.0, {source.size_text}"
        raise Refused(Reason.SIZES_DIFFER, f"mask: {sizes}")
    return Mask(
        picture=picture,
        blur_px=body.mask_blur,
        is_inverted=bool(body.inpainting_mask_invert),
        fill=body.inpainting_fill,
        padding_px=body.inpaint_full_res_padding if body.inpaint_full_res else None,
    )


def _effectless(body: V2ImageBody) -> tuple[str, ...]:
    given = {
        "init_images after the first": len(body.init_images) > 1,
        "initial_noise_multiplier": body.initial_noise_multiplier != 1,
        "image_cfg_scale": body.image_cfg_scale is not None,
    }
    return tuple(name for name, is_given in given.items() if is_given)
