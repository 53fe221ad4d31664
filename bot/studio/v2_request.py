"""The body of ``POST /v2/txt2img``: its fields, their ranges, and what they ask for."""

from typing import Literal

from pydantic import Field

from bot.studio.bodies import Body, chosen_seed, json_object, validated
from bot.studio.catalogue import Catalogue, ModelType
from bot.studio.control_images import decoded_image
from bot.studio.names import (
    DEFAULT_SAMPLER,
    REFINER_MODEL,
    V2_PREPROCESSORS,
    V2_SAMPLERS,
    V2_UPSCALERS,
)
from bot.studio.prompts import lora_names, without_loras
from bot.studio.refusals import Reason, Refused
from bot.studio.request import ControlUnit, HiresTarget, PaintRequest

_SIDE_PX_MAX = 2048
_LINK_TTL_S_MAX = 604_800
_HIRES_STRENGTH = 0.5  # V2 has no field for it; this is what the official client sends to V3


class _Refiner(Body):
    checkpoint: str
    switch_at: float = Field(ge=0, le=1)


class _Unit(Body):
    model: str
    input_image: str
    weight: float = 1.0
    module: str = "none"
    control_mode: int = Field(0, ge=0, le=2)
    resize_mode: int = Field(1, ge=0, le=2)
    guidance_start: float = Field(0.0, ge=0, le=1)
    guidance_end: float = Field(1.0, ge=0, le=1)


class _Extra(Body):
    enable_nsfw_detection: bool = False
    nsfw_detection_level: int = Field(0, ge=0, le=2)
    enable_progress_info: bool = True
    response_image_type: Literal["png", "jpeg"] = "png"


class V2Body(Body):
    """The fields that mean something here; all others are ignored."""

    prompt: str = Field(min_length=1)
    model_name: str = Field(min_length=1)
    negative_prompt: str = ""
    sampler_name: str = DEFAULT_SAMPLER
    batch_size: int = Field(1, ge=0, le=8)
    n_iter: int = Field(1, ge=0, le=8)
    steps: int = Field(20, gt=0, le=50)
    cfg_scale: float = Field(7.0, gt=0, le=30)
    seed: int = Field(-1, ge=-1, le=2**63 - 1)
    width: int = Field(512, gt=0, le=_SIDE_PX_MAX)
    height: int = Field(512, gt=0, le=_SIDE_PX_MAX)
    restore_faces: bool = False
    sd_vae: str = ""
    clip_skip: int | None = None
    enable_hr: bool = False
    hr_upscaler: str = "R-ESRGAN 4x+"
    hr_scale: float = Field(2.0, ge=1, le=2)
    hr_resize_x: int = Field(0, ge=0, le=_SIDE_PX_MAX)
    hr_resize_y: int = Field(0, ge=0, le=_SIDE_PX_MAX)
    img_expire_ttl: int = Field(0, ge=0, le=_LINK_TTL_S_MAX)
    sd_refiner: _Refiner | None = None
    controlnet_units: tuple[_Unit, ...] = ()
    controlnet_no_detectmap: bool = False
    extra: _Extra = _Extra()


def parse_v2(raw: bytes, catalogue: Catalogue) -> tuple[PaintRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. May take long: call it in a thread.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(V2Body, content, lambda loc: ".".join(map(str, loc)) or "body")
    _check_names(body, catalogue)
    extra = body.extra
    request = PaintRequest(
        prompt=body.prompt,
        painted_prompt=without_loras(body.prompt),
        negative_prompt=without_loras(body.negative_prompt),
        model=body.model_name,
        sampler=body.sampler_name or DEFAULT_SAMPLER,
        width_px=body.width,
        height_px=body.height,
        steps=body.steps,
        guidance_scale=body.cfg_scale,
        seed=chosen_seed(body.seed),
        # The documented ranges begin at 0, which can only mean "not given".
        images=(body.batch_size or 1) * (body.n_iter or 1),
        image_type=extra.response_image_type,
        link_ttl_s=body.img_expire_ttl or _LINK_TTL_S_MAX,
        hires=_hires(body),
        control=_control(body, catalogue),
        detect_maps=not body.controlnet_no_detectmap,
        previews=extra.enable_progress_info,
        nsfw_level=extra.nsfw_detection_level if extra.enable_nsfw_detection else None,
        effectless=_effectless(body),
    )
    return request, content


def _check_names(body: V2Body, catalogue: Catalogue) -> None:
    if body.sampler_name and body.sampler_name not in V2_SAMPLERS:
        raise Refused(Reason.SAMPLER_UNKNOWN, f"sampler does not exist: {body.sampler_name[:100]}")
    catalogue.require(body.model_name, "model", ModelType.CHECKPOINT)
    for name in lora_names(body.prompt):
        catalogue.require(name, "lora", ModelType.LORA, ModelType.LOCON)
    if body.sd_vae:
        catalogue.require(body.sd_vae, "vae", ModelType.VAE)
    if body.sd_refiner is not None and body.sd_refiner.checkpoint != REFINER_MODEL:
        raise Refused(Reason.MODEL_UNKNOWN, f"refiner does not exist; only {REFINER_MODEL} does")
    if body.enable_hr and body.hr_upscaler not in V2_UPSCALERS:
        raise Refused(Reason.OUT_OF_RANGE, f"hr_upscaler: unknown {body.hr_upscaler[:100]}")


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


def _control(body: V2Body, catalogue: Catalogue) -> tuple[ControlUnit, ...]:
    units = []
    for index, unit in enumerate(body.controlnet_units):
        field = f"controlnet_units.{index}"
        catalogue.require(unit.model, "controlnet model", ModelType.CONTROLNET)
        if unit.module not in V2_PREPROCESSORS:
            raise Refused(Reason.OUT_OF_RANGE, f"{field}.module: unknown {unit.module[:100]}")
        units.append(
            ControlUnit(
                model=unit.model,
                module=unit.module,
                resize_mode=unit.resize_mode,
                image=decoded_image(unit.input_image, f"{field}.input_image"),
            )
        )
    return tuple(units)


def _effectless(body: V2Body) -> tuple[str, ...]:
    given = {
        "loras": bool(lora_names(body.prompt)),
        "sd_vae": bool(body.sd_vae),
        "sd_refiner": body.sd_refiner is not None,
        "controlnet_units": bool(body.controlnet_units),
        "restore_faces": body.restore_faces,
        "clip_skip": bool(body.clip_skip),
    }
    return tuple(name for name, is_given in given.items() if is_given)
