"""The wire format of V2, outward: a request as the body of ``POST /v2/txt2img``.

``v2_image_body`` makes those of ``/v2/img2img``, which is this one and a few fields more, and of
``/v2/upscale``.
"""

import base64
from collections.abc import Mapping

from pydantic import BaseModel

from bot.domain.ranges import MAX_SIDE_PX
from bot.domain.request import ControlUnit, HiresFix, ImageRequest
from bot.errors import RequestRefused
from bot.texts import gettext as _

TEXT_PATH = "/v2/txt2img"

_DOCUMENTED_SCALES = (1, 2)


class _Unit(BaseModel):
    model: str
    weight: int | float
    input_image: str
    module: str
    control_mode: int


class _Refiner(BaseModel):
    checkpoint: str
    switch_at: int | float


class _Extra(BaseModel):
    response_image_type: str
    enable_progress_info: bool = True
    enable_nsfw_detection: bool | None = None
    nsfw_detection_level: int | None = None


class TextBody(BaseModel):
    """The fields of ``/v2/txt2img``; None is left out."""

    prompt: str
    negative_prompt: str | None
    model_name: str
    sampler_name: str
    batch_size: int
    n_iter: int
    steps: int
    cfg_scale: int | float
    seed: int
    width: int
    height: int
    restore_faces: bool
    sd_vae: str | None
    clip_skip: int | None
    img_expire_ttl: int | None
    enable_hr: bool | None = None
    hr_upscaler: str | None = None
    hr_scale: int | float | None = None
    hr_resize_x: int | None = None
    hr_resize_y: int | None = None
    sd_refiner: _Refiner | None
    controlnet_units: list[_Unit] | None
    extra: _Extra


def text_body(request: ImageRequest, inputs: Mapping[str, bytes]) -> TextBody:
    """Return the body of a text to image; *inputs* are image bytes by their SHA-256.

    Raises:
        RequestRefused: An image that the request names is not among the inputs.
    """
    refiner = request.refiner
    body = TextBody(
        prompt=prompt_with_loras(request),
        negative_prompt=request.negative_prompt or None,
        model_name=request.model,
        sampler_name=request.sampler.value,
        batch_size=request.batch_size,
        n_iter=request.n_iter,
        steps=request.steps,
        cfg_scale=plain(request.guidance_scale),
        seed=request.seed,
        width=request.width_px,
        height=request.height_px,
        restore_faces=request.restore_faces,
        sd_vae=request.vae or None,
        clip_skip=request.clip_skip,
        img_expire_ttl=request.lifetime_s,
        sd_refiner=refiner
        and _Refiner(checkpoint=refiner.model, switch_at=plain(refiner.switch_at)),
        controlnet_units=[_unit(each, inputs) for each in request.control_units] or None,
        extra=_extra(request),
    )
    if request.hires is not None:
        body = body.model_copy(update=_hires(request, request.hires))
    return body


def prompt_with_loras(request: ImageRequest) -> str:
    """Return the prompt with each LoRA as ``<lora:NAME:WEIGHT>`` at its end."""
    tags = [f"<lora:{lora.name}:{_decimal(lora.weight)}>" for lora in request.loras]
    return " ".join([request.prompt, *tags])


def base64_of(sha256: str, inputs: Mapping[str, bytes], missing: str) -> str:
    """Return one of *inputs* as the service takes it.

    Raises:
        RequestRefused: It is not among them; *missing* says so.
    """
    image = inputs.get(sha256)
    if image is None:
        raise RequestRefused(missing)
    return base64.b64encode(image).decode("ascii")


def plain(value: float) -> int | float:
    """Return a whole number as an int: the page calls ``cfg_scale`` an integer."""
    return int(value) if float(value).is_integer() else value


def _decimal(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _extra(request: ImageRequest) -> _Extra:
    level = request.nsfw_detection_level
    return _Extra(
        response_image_type=request.output_format.value,
        enable_nsfw_detection=True if level is not None else None,
        nsfw_detection_level=level,
    )


def _hires(request: ImageRequest, hires: HiresFix) -> dict[str, object]:
    """Return the hires fields.

    A target size goes with a scale of 1: the page says once that the size beats the scale, and
    once that it counts only at scale 1. Scales that the page does not list go as a target size.
    """
    fields: dict[str, object] = {"enable_hr": True, "hr_upscaler": hires.upscaler.value}
    width_px, height_px = request.final_size_px
    is_listed = hires.target_width_px is None and hires.scale in _DOCUMENTED_SCALES
    if is_listed or max(width_px, height_px) > MAX_SIDE_PX:
        return fields | {"hr_scale": plain(hires.scale)}
    return fields | {"hr_scale": 1, "hr_resize_x": width_px, "hr_resize_y": height_px}


def _unit(unit: ControlUnit, inputs: Mapping[str, bytes]) -> _Unit:
    missing = _("the control image is not there any more")
    return _Unit(
        model=unit.model,
        weight=plain(unit.weight),
        input_image=base64_of(unit.image_sha256, inputs, missing),
        module=unit.preprocessor,
        control_mode=unit.mode.value,
    )
