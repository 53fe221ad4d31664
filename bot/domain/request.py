"""The request: everything that a member can ask for, validated and frozen.

The ranges are those of Novita's "Text to Image V2" page; what another service cannot do, its
adapter refuses before anything is spent.
"""

from enum import IntEnum, StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.faults import invalid_request
from bot.domain.ranges import (
    DEFAULT_STRENGTH,
    MAX_CLIP_SKIP,
    MAX_CONTROL_WEIGHT,
    MAX_GUIDANCE,
    MAX_HIRES_SCALE,
    MAX_IMAGES,
    MAX_LIFETIME_S,
    MAX_LORA_WEIGHT,
    MAX_LORAS,
    MAX_NAME_LENGTH,
    MAX_NSFW_LEVEL,
    MAX_PROMPT_LENGTH,
    MAX_SEED,
    MAX_SIDE_PX,
    MAX_STEPS,
    MAX_UPSCALE,
)
from bot.domain.samplers import Sampler
from bot.texts import gettext as _

__all__ = [
    "ERASED_PROMPT",
    "MAX_IMAGES",
    "MAX_LORAS",
    "MAX_PROMPT_LENGTH",
    "MAX_SEED",
    "MAX_SIDE_PX",
    "ControlMode",
    "ControlUnit",
    "HiresFix",
    "ImageRequest",
    "Lora",
    "OutputFormat",
    "Refiner",
    "SourceImage",
    "Upscale",
    "Upscaler",
    "image_request",
    "invalid_request",
]

# What stands in a stored request whose prompt is not kept any more; nobody types it.
ERASED_PROMPT = "␡ erased"

_UPSCALE_STEPS = 10

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Side = Annotated[int, Field(gt=0, le=MAX_SIDE_PX)]


class OutputFormat(StrEnum):
    """The file format that the service is asked for."""

    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"


class Upscaler(StrEnum):
    """What enlarges the image in a hires fix (V2's names)."""

    LATENT = "Latent"
    ESRGAN_4X = "ESRGAN_4x"
    R_ESRGAN_4X = "R-ESRGAN 4x+"
    R_ESRGAN_4X_ANIME = "R-ESRGAN 4x+ Anime6B"


class ControlMode(IntEnum):
    """Who wins where prompt and control image disagree."""

    BALANCED = 0
    PROMPT = 1
    CONTROL = 2


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Lora(_Value):
    """A LoRA by its API name, without file extension, and how strongly it applies."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME_LENGTH, pattern=r"^[^<>:,;]+$")]
    weight: Annotated[
        float, Field(ge=-MAX_LORA_WEIGHT, le=MAX_LORA_WEIGHT, allow_inf_nan=False)
    ] = 1.0


class HiresFix(_Value):
    """Paint small, then enlarge: by *scale*, or to a target size, which wins over *scale*."""

    upscaler: Upscaler = Upscaler.R_ESRGAN_4X
    scale: Annotated[float, Field(ge=1, le=MAX_HIRES_SCALE, allow_inf_nan=False)] = 2.0
    target_width_px: Side | None = None
    target_height_px: Side | None = None

    @model_validator(mode="after")
    def _whole_target(self) -> "HiresFix":
        if (self.target_width_px is None) != (self.target_height_px is None):
            raise ValueError(_("a target size needs width and height"))
        return self

    def final_size_px(self, width_px: int, height_px: int) -> tuple[int, int]:
        """Return the size of the finished image: the target if there is one, else scaled."""
        if self.target_width_px is not None and self.target_height_px is not None:
            return self.target_width_px, self.target_height_px
        return round(width_px * self.scale), round(height_px * self.scale)


class Refiner(_Value):
    """The SDXL refiner takes over after the share *switch_at* of the steps."""

    model: str = "sd_xl_refiner_1.0.safetensors"
    switch_at: Share = 0.8


class ControlUnit(_Value):
    """One ControlNet unit; the image itself lies in the store under its SHA-256."""

    image_sha256: Sha256
    model: str
    preprocessor: str
    weight: Annotated[float, Field(ge=0, le=MAX_CONTROL_WEIGHT, allow_inf_nan=False)] = 1.0
    mode: ControlMode = ControlMode.BALANCED


class SourceImage(_Value):
    """The image that is painted over; it and its mask lie in the store under their SHA-256.

    ``strength`` 0 leaves it as it is, 1 ignores it. White in the mask is repainted, black stays.
    """

    image_sha256: Sha256
    strength: Share = DEFAULT_STRENGTH
    mask_sha256: Sha256 | None = None


class Upscale(_Value):
    """Enlarge the source image and paint nothing: neither prompt nor seed has an effect."""

    upscaler: Upscaler = Upscaler.R_ESRGAN_4X
    scale: Annotated[float, Field(gt=1, le=MAX_UPSCALE, allow_inf_nan=False)] = 2.0


class ImageRequest(_Value):
    """What a member asked for; *seed* is always chosen, never -1, and image *i* is seed + i."""

    prompt: Annotated[str, Field(min_length=1, max_length=MAX_PROMPT_LENGTH)]
    negative_prompt: Annotated[str, Field(max_length=MAX_PROMPT_LENGTH)] = ""
    model: Annotated[str, Field(min_length=1, max_length=MAX_NAME_LENGTH)]
    sampler: Sampler = Sampler.DPMPP_2M_KARRAS
    batch_size: Annotated[int, Field(ge=1, le=MAX_IMAGES)] = 1
    n_iter: Annotated[int, Field(ge=1, le=MAX_IMAGES)] = 1
    steps: Annotated[int, Field(gt=0, le=MAX_STEPS)] = 20
    guidance_scale: Annotated[float, Field(gt=0, le=MAX_GUIDANCE, allow_inf_nan=False)] = 7.0
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)]
    width_px: Side = 512
    height_px: Side = 512
    loras: Annotated[tuple[Lora, ...], Field(max_length=MAX_LORAS)] = ()
    vae: Annotated[str, Field(min_length=1, max_length=MAX_NAME_LENGTH)] | None = None
    clip_skip: Annotated[int, Field(ge=1, le=MAX_CLIP_SKIP)] | None = None
    restore_faces: bool = False
    hires: HiresFix | None = None
    refiner: Refiner | None = None
    control_units: tuple[ControlUnit, ...] = ()
    source: SourceImage | None = None
    upscale: Upscale | None = None
    output_format: OutputFormat = OutputFormat.PNG
    lifetime_s: Annotated[int, Field(ge=0, le=MAX_LIFETIME_S)] | None = None
    nsfw_detection_level: Annotated[int, Field(ge=0, le=MAX_NSFW_LEVEL)] | None = None

    @field_validator("prompt", "negative_prompt", mode="before")
    @classmethod
    def _stripped(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _at_most_eight(self) -> "ImageRequest":
        if self.units > MAX_IMAGES:
            raise PydanticCustomError(
                "too_many_images",
                "images times rounds",
                {"images": self.batch_size, "rounds": self.n_iter},
            )
        return self

    @model_validator(mode="after")
    def _whole_upscale(self) -> "ImageRequest":
        if self.upscale is not None and (self.source is None or self.units > 1 or self.hires):
            raise ValueError("an upscale takes one source image, and no hires fix")
        return self

    @property
    def input_hashes(self) -> frozenset[str]:
        """The SHA-256 of every picture that the request is made from."""
        hashes = {unit.image_sha256 for unit in self.control_units}
        if self.source is not None:
            hashes |= {self.source.image_sha256, self.source.mask_sha256 or ""}
        return frozenset(hashes - {""})

    @property
    def units(self) -> int:
        """Images asked for, which is what a quota counts."""
        return self.batch_size * self.n_iter

    @property
    def is_erased(self) -> bool:
        """Whether the prompt is not kept any more, so that nothing can be made from it."""
        return self.prompt == ERASED_PROMPT

    @property
    def final_size_px(self) -> tuple[int, int]:
        """Width and height of the finished images."""
        if self.upscale is not None:
            scale = self.upscale.scale
            return round(self.width_px * scale), round(self.height_px * scale)
        if self.hires is None:
            return self.width_px, self.height_px
        return self.hires.final_size_px(self.width_px, self.height_px)

    @property
    def painted_steps(self) -> int:
        """Steps that the work takes, at the final size.

        Over a source image only the share of its strength is painted; an upscale costs ten steps
        at the size between both, by Novita's prices.
        """
        if self.upscale is not None:
            return max(1, round(_UPSCALE_STEPS / self.upscale.scale))
        if self.source is not None:
            return max(1, round(self.steps * self.source.strength))
        return self.steps

    def image_seed(self, index: int) -> int:
        """Return the seed of image *index*, counted from 0."""
        return (self.seed + index) % (MAX_SEED + 1)


def image_request(**fields: Any) -> ImageRequest:  # noqa: ANN401 - pydantic checks each
    """Build a request.

    Raises:
        InvalidRequest: Names the first wrong field as the member knows it, its value and the
            whole range that is allowed.
    """
    try:
        return ImageRequest(**fields)
    except ValidationError as error:
        raise invalid_request(error) from None
