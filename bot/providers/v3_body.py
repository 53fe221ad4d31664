"""The wire format of V3, outward: a request as the body of ``POST /v3/async/txt2img``."""

from collections.abc import Mapping

from pydantic import BaseModel

from bot.domain.request import ImageRequest, Upscaler
from bot.providers.v2_body import plain

SUBMIT_PATH = "/v3/async/txt2img"

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


class _Extra(BaseModel):
    response_image_type: str
    enable_nsfw_detection: bool | None
    nsfw_detection_level: int | None


class _Body(BaseModel):
    extra: _Extra
    request: _Request


def submit_body(request: ImageRequest) -> bytes:
    """Return the JSON of the submit call; what is not set is left out, never null."""
    level = request.nsfw_detection_level
    extra = _Extra(
        response_image_type=request.output_format.value,
        enable_nsfw_detection=True if level is not None else None,
        nsfw_detection_level=level,
    )
    body = _Body(extra=extra, request=_request(request))
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
