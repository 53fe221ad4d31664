"""The body of ``POST /v3/async/txt2img``: its fields, their ranges, and what they ask for."""

from typing import Literal

from pydantic import Field

from bot.studio.bodies import Body, chosen_seed, json_object, validated
from bot.studio.catalogue import Catalogue, ModelType
from bot.studio.names import (
    DEFAULT_SAMPLER,
    FLOW_MODEL,
    FLOW_SAMPLER,
    SHARED_SAMPLERS,
    V3_UPSCALERS,
)
from bot.studio.prompts import without_loras
from bot.studio.refusals import Reason, Refused
from bot.studio.request import HiresTarget, PaintRequest

LINK_TTL_S = 3600
_PROMPT_MAX = 1024


class _Lora(Body):
    model_name: str
    strength: float = Field(1.0, ge=0, le=1)


class _Embedding(Body):
    model_name: str


class _Refiner(Body):
    switch_at: float = Field(ge=0, le=1)


class _HiresFix(Body):
    target_width: int = Field(ge=128, le=4096)
    target_height: int = Field(ge=128, le=4096)
    strength: float = Field(ge=0, le=1)
    upscaler: str = "Latent"


class _Extra(Body):
    response_image_type: Literal["png", "webp", "jpeg"] = "png"
    enable_nsfw_detection: bool = False
    nsfw_detection_level: int = Field(0, ge=0, le=2)


class _Picture(Body):
    prompt: str = ""
    model_name: str = ""
    negative_prompt: str = ""
    width: int = Field(512, ge=128, le=2048)
    height: int = Field(512, ge=128, le=2048)
    image_num: int = Field(1, ge=1, le=8)
    steps: int = Field(20, ge=1, le=100)
    guidance_scale: float = Field(7.5, ge=1, le=30)
    sampler_name: str = DEFAULT_SAMPLER
    seed: int = Field(-1, ge=-1, le=2**63 - 1)
    sd_vae: str = ""
    loras: tuple[_Lora, ...] = Field((), max_length=5)
    embeddings: tuple[_Embedding, ...] = Field((), max_length=5)
    hires_fix: _HiresFix | None = None
    refiner: _Refiner | None = None
    clip_skip: int = Field(0, ge=0, le=12)
    restore_faces: bool = False


class _V3Body(Body):
    request: _Picture
    extra: _Extra = _Extra()


def parse_v3(raw: bytes, catalogue: Catalogue) -> tuple[PaintRequest, dict[str, object]]:
    """Return what *raw* asks for, and its JSON. Call it in a thread.

    Raises:
        Refused: It cannot be taken.
    """
    content = json_object(raw)
    body = validated(_V3Body, content, _label)
    picture, extra = body.request, body.extra
    _check_length("prompt", picture.prompt, least=1)
    _check_length("negative_prompt", picture.negative_prompt, least=0)
    _check_names(picture, catalogue)
    request = PaintRequest(
        prompt=picture.prompt,
        painted_prompt=without_loras(picture.prompt),
        negative_prompt=picture.negative_prompt,
        model=picture.model_name,
        sampler=picture.sampler_name,
        width_px=picture.width,
        height_px=picture.height,
        steps=picture.steps,
        guidance_scale=picture.guidance_scale,
        seed=chosen_seed(picture.seed),
        images=picture.image_num,
        image_type=extra.response_image_type,
        link_ttl_s=LINK_TTL_S,
        hires=_hires(picture.hires_fix),
        previews=False,
        nsfw_level=extra.nsfw_detection_level if extra.enable_nsfw_detection else None,
    )
    return request, content


def _label(loc: tuple[int | str, ...]) -> str:
    """Name a field as the service's validator does: ``invalid Txt2ImgRequest.ImageNum``."""
    path = [str(part).title().replace("_", "") for part in loc[1:]]
    return ".".join(["invalid Txt2ImgRequest", *path])


def _check_length(field: str, text: str, *, least: int) -> None:
    """Refuse in the service's own words, which clients show to people."""
    if not least <= len(text) <= _PROMPT_MAX:
        length = f"value length must be between {least} and {_PROMPT_MAX} runes, inclusive"
        raise Refused(Reason.OUT_OF_RANGE, f"{_label(('request', field))}: {length}")


def _check_names(picture: _Picture, catalogue: Catalogue) -> None:
    catalogue.require(picture.model_name, "model", ModelType.CHECKPOINT)
    if picture.model_name == FLOW_MODEL:
        is_known = picture.sampler_name == FLOW_SAMPLER
    else:
        is_known = picture.sampler_name in SHARED_SAMPLERS
    if not is_known:
        name = picture.sampler_name[:100]
        raise Refused(Reason.SAMPLER_UNKNOWN, f"sampler does not exist: {name}")
    for lora in picture.loras:
        catalogue.require(lora.model_name, "lora", ModelType.LORA, ModelType.LOCON)
    for embedding in picture.embeddings:
        catalogue.require(embedding.model_name, "embedding", ModelType.TEXTUAL_INVERSION)
    if picture.sd_vae:
        catalogue.require(picture.sd_vae, "vae", ModelType.VAE)
    if picture.hires_fix is not None and picture.hires_fix.upscaler not in V3_UPSCALERS:
        field = _label(("request", "hires_fix", "upscaler"))
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: value must be in list")


def _hires(fix: _HiresFix | None) -> HiresTarget | None:
    if fix is None:
        return None
    return HiresTarget(
        width_px=fix.target_width, height_px=fix.target_height, strength=fix.strength
    )
