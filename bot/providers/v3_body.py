"""The wire format of V3, outward: the bodies of ``/v3/async/txt2img`` and ``/v3/async/img2img``."""

from collections.abc import Mapping

from pydantic import BaseModel

from bot.domain.request import ImageRequest, SourceImage, Upscaler
from bot.providers.v2_body import base64_of, plain
from bot.providers.v3_control import ControlNet, control_net
from bot.texts import gettext as _

TEXT_PATH = "/v3/async/txt2img"
IMAGE_PATH = "/v3/async/img2img"

# V3 names the same networks by their files; ESRGAN_4x has no counterpart there.
UPSCALERS: Mapping[Upscaler, str] = {
    Upscaler.LATENT: "Latent",
    Upscaler.R_ESRGAN_4X: "RealESRNet_x4plus",
    Upscaler.R_ESRGAN_4X_ANIME: "RealESRGAN_x4plus_anime_6B",
}

_HIRES_STRENGTH = 0.5  # required by V3, and V2 has nothing that it could come from


class _Lora(BaseModel):
    model_name: str
    strength: int | float


class _HiresFix(BaseModel):
    target_width: int
    target_height: int
    strength: float
    upscaler: str


class _Refiner(BaseModel):
    switch_at: int | float


class _Request(BaseModel):
    model_name: str
    prompt: str
    negative_prompt: str | None
    width: int
    height: int
    image_num: int
    steps: int
    guidance_scale: int | float
    sampler_name: str
    seed: int
    sd_vae: str | None
    clip_skip: int | None
    restore_faces: bool | None
    loras: list[_Lora] | None
    hires_fix: _HiresFix | None
    refiner: _Refiner | None
    image_base64: str | None = None
    strength: int | float | None = None
    controlnet: ControlNet | None = None


class _Extra(BaseModel):
    response_image_type: str
    enable_nsfw_detection: bool | None
    nsfw_detection_level: int | None


class _Body(BaseModel):
    extra: _Extra
    request: _Request


def submit_path(request: ImageRequest) -> str:
    """Return where *request* is submitted to."""
    return TEXT_PATH if request.source is None else IMAGE_PATH


def submit_body(request: ImageRequest, inputs: Mapping[str, bytes]) -> bytes:
    """Return the JSON of the submit call; what is not set is left out, never null.

    Raises:
        RequestRefused: An image that the request names is not among the *inputs*.
    """
    level = request.nsfw_detection_level
    extra = _Extra(
        response_image_type=request.output_format.value,
        enable_nsfw_detection=True if level is not None else None,
        nsfw_detection_level=level,
    )
    wanted = _request(request)
    if request.source is not None:
        wanted = wanted.model_copy(update=_over_image(request, request.source, inputs))
    body = _Body(extra=extra, request=wanted)
    return body.model_dump_json(exclude_none=True).encode()


def _request(request: ImageRequest) -> _Request:
    refiner = request.refiner
    loras = [_Lora(model_name=each.name, strength=plain(each.weight)) for each in request.loras]
    return _Request(
        model_name=request.model,
        prompt=request.prompt,
        negative_prompt=request.negative_prompt or None,
        width=request.width_px,
        height=request.height_px,
        image_num=request.units,
        steps=request.steps,
        guidance_scale=plain(request.guidance_scale),
        sampler_name=request.sampler.value,
        seed=request.seed,
        sd_vae=request.vae or None,
        clip_skip=request.clip_skip,
        restore_faces=request.restore_faces or None,
        loras=loras or None,
        hires_fix=_hires_fix(request),
        refiner=refiner and _Refiner(switch_at=plain(refiner.switch_at)),
    )


def _over_image(
    request: ImageRequest, source: SourceImage, inputs: Mapping[str, bytes]
) -> dict[str, object]:
    missing = _("the source image is not there any more")
    return {
        "image_base64": base64_of(source.image_sha256, inputs, missing),
        "strength": plain(source.strength),
        "controlnet": control_net(request.control_units, inputs),
    }


def _hires_fix(request: ImageRequest) -> _HiresFix | None:
    if request.hires is None:
        return None
    width_px, height_px = request.final_size_px
    return _HiresFix(
        target_width=width_px,
        target_height=height_px,
        strength=_HIRES_STRENGTH,
        upscaler=UPSCALERS[request.hires.upscaler],
    )
