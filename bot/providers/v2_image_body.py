"""The wire format of V2, outward, of what is made from an image: img2img and upscale."""

from collections.abc import Mapping

from pydantic import BaseModel

from bot.domain.request import ImageRequest, SourceImage, Upscale
from bot.providers.v2_body import TEXT_PATH, TextBody, base64_of, plain, text_body
from bot.texts import gettext as _

IMAGE_PATH = "/v2/img2img"
UPSCALE_PATH = "/v2/upscale"

_CROP = 1  # resize_mode of img2img: keeps the proportions of an image of another shape
_MASK_BLUR = 4
_BY_SCALE = 0  # resize_mode of upscale


class _ImageBody(TextBody):
    init_images: list[str]
    denoising_strength: int | float
    resize_mode: int = _CROP
    mask: str | None = None
    mask_blur: int | None = None


class _UpscaleBody(BaseModel):
    image: str
    upscaler_1: str
    resize_mode: int = _BY_SCALE
    upscaling_resize: int | float
    img_expire_ttl: int | None


def submit_path(request: ImageRequest) -> str:
    """Return where *request* is submitted to."""
    if request.upscale is not None:
        return UPSCALE_PATH
    return TEXT_PATH if request.source is None else IMAGE_PATH


def submit_body(request: ImageRequest, inputs: Mapping[str, bytes]) -> bytes:
    """Return the JSON of the submit call; *inputs* are image bytes by their SHA-256.

    Raises:
        RequestRefused: An image that the request names is not among the inputs.
    """
    source, upscale = request.source, request.upscale
    body: BaseModel
    if source is None:
        body = text_body(request, inputs)
    elif upscale is not None:
        body = _upscale_body(request, source, upscale, inputs)
    else:
        body = _image_body(request, source, inputs)
    return body.model_dump_json(exclude_none=True).encode()


def _image_body(
    request: ImageRequest, source: SourceImage, inputs: Mapping[str, bytes]
) -> _ImageBody:
    mask = None
    if source.mask_sha256 is not None:
        mask = base64_of(source.mask_sha256, inputs, _("the mask is not there any more"))
    return _ImageBody(
        **dict(text_body(request, inputs)),
        init_images=[_source_base64(source, inputs)],
        denoising_strength=plain(source.strength),
        mask=mask,
        mask_blur=_MASK_BLUR if mask else None,
    )


def _upscale_body(
    request: ImageRequest, source: SourceImage, upscale: Upscale, inputs: Mapping[str, bytes]
) -> _UpscaleBody:
    return _UpscaleBody(
        image=_source_base64(source, inputs),
        upscaler_1=upscale.upscaler.value,
        upscaling_resize=plain(upscale.scale),
        img_expire_ttl=request.lifetime_s,
    )


def _source_base64(source: SourceImage, inputs: Mapping[str, bytes]) -> str:
    return base64_of(source.image_sha256, inputs, _("the source image is not there any more"))
