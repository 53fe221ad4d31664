"""What the bodies of V2's two painting endpoints have in common."""

from typing import Literal

from pydantic import Field

from bot.studio.bodies import Body, chosen_seed
from bot.studio.catalogue import Catalogue, ModelType
from bot.studio.names import DEFAULT_SAMPLER, REFINER_MODEL, V2_PREPROCESSORS, V2_SAMPLERS
from bot.studio.pictures import decoded_picture
from bot.studio.prompts import lora_names, without_loras
from bot.studio.refusals import Reason, Refused
from bot.studio.request import ControlUnit, PaintRequest

SIDE_PX_MAX = 2048
LINK_TTL_S_MAX = 604_800


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


class V2Fields(Body):
    """The fields that mean something to both; all others are ignored."""

    prompt: str = Field(min_length=1)
    model_name: str = Field(min_length=1)
    negative_prompt: str = ""
    sampler_name: str = DEFAULT_SAMPLER
    batch_size: int = Field(1, ge=0, le=8)
    n_iter: int = Field(1, ge=0, le=8)
    steps: int = Field(20, gt=0, le=50)
    cfg_scale: float = Field(7.0, gt=0, le=30)
    seed: int = Field(-1, ge=-1, le=2**63 - 1)
    restore_faces: bool = False
    sd_vae: str = ""
    clip_skip: int | None = None
    img_expire_ttl: int = Field(0, ge=0, le=LINK_TTL_S_MAX)
    sd_refiner: _Refiner | None = None
    controlnet_units: tuple[_Unit, ...] = ()
    controlnet_no_detectmap: bool = False
    extra: _Extra = _Extra()

    def check_names(self, catalogue: Catalogue) -> None:
        """Look every name up.

        Raises:
            Refused: One does not exist.
        """
        if self.sampler_name and self.sampler_name not in V2_SAMPLERS:
            name = self.sampler_name[:100]
            raise Refused(Reason.SAMPLER_UNKNOWN, f"sampler does not exist: {name}")
        catalogue.require(self.model_name, "model", ModelType.CHECKPOINT)
        for name in lora_names(self.prompt):
            catalogue.require(name, "lora", ModelType.LORA, ModelType.LOCON)
        if self.sd_vae:
            catalogue.require(self.sd_vae, "vae", ModelType.VAE)
        if self.sd_refiner is not None and self.sd_refiner.checkpoint != REFINER_MODEL:
            only = f"refiner does not exist; only {REFINER_MODEL} does"
            raise Refused(Reason.MODEL_UNKNOWN, only)

    def request(self, catalogue: Catalogue, *, width_px: int, height_px: int) -> PaintRequest:
        """Return what these fields ask for.

        Raises:
            Refused: A control picture or its unit cannot be taken.
        """
        extra = self.extra
        return PaintRequest(
            prompt=self.prompt,
            painted_prompt=without_loras(self.prompt),
            negative_prompt=without_loras(self.negative_prompt),
            model=self.model_name,
            sampler=self.sampler_name or DEFAULT_SAMPLER,
            width_px=width_px,
            height_px=height_px,
            steps=self.steps,
            guidance_scale=self.cfg_scale,
            seed=chosen_seed(self.seed),
            # The documented ranges begin at 0, which can only mean "not given".
            images=(self.batch_size or 1) * (self.n_iter or 1),
            image_type=extra.response_image_type,
            link_ttl_s=self.img_expire_ttl or LINK_TTL_S_MAX,
            control=self._control(catalogue),
            detect_maps=not self.controlnet_no_detectmap,
            previews=extra.enable_progress_info,
            nsfw_level=extra.nsfw_detection_level if extra.enable_nsfw_detection else None,
            effectless=self._effectless(),
        )

    def _control(self, catalogue: Catalogue) -> tuple[ControlUnit, ...]:
        units = []
        for index, unit in enumerate(self.controlnet_units):
            field = f"controlnet_units.{index}"
            catalogue.require(unit.model, "controlnet model", ModelType.CONTROLNET)
            if unit.module not in V2_PREPROCESSORS:
                raise Refused(Reason.OUT_OF_RANGE, f"{field}.module: unknown {unit.module[:100]}")
            units.append(
                ControlUnit(
                    model=unit.model,
                    module=unit.module,
                    resize_mode=unit.resize_mode,
                    picture=decoded_picture(unit.input_image, f"{field}.input_image"),
                )
            )
        return tuple(units)

    def _effectless(self) -> tuple[str, ...]:
        given = {
            "loras": bool(lora_names(self.prompt)),
            "sd_vae": bool(self.sd_vae),
            "sd_refiner": self.sd_refiner is not None,
            "controlnet_units": bool(self.controlnet_units),
            "restore_faces": self.restore_faces,
            "clip_skip": bool(self.clip_skip),
        }
        return tuple(name for name, is_given in given.items() if is_given)


def v2_label(loc: tuple[int | str, ...]) -> str:
    """Name a field as V2's messages do: ``extra.response_image_type``."""
    return ".".join(map(str, loc)) or "body"
