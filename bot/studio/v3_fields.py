"""What the bodies of V3's two painting endpoints have in common."""

from collections.abc import Callable
from typing import Literal

from pydantic import Field

from bot.studio.bodies import Body, chosen_seed
from bot.studio.catalogue import Catalogue, ModelType
from bot.studio.names import DEFAULT_SAMPLER, FLOW_MODEL, FLOW_SAMPLER, SHARED_SAMPLERS
from bot.studio.prompts import without_loras
from bot.studio.refusals import Reason, Refused
from bot.studio.request import PaintRequest

LINK_TTL_S = 3600
_PROMPT_MAX = 1024

Label = Callable[[tuple[int | str, ...]], str]


class _Lora(Body):
    model_name: str
    strength: float = Field(1.0, ge=0, le=1)


class _Embedding(Body):
    model_name: str


class V3Extra(Body):
    """How the result shall come."""

    response_image_type: Literal["png", "webp", "jpeg"] = "png"
    enable_nsfw_detection: bool = False
    nsfw_detection_level: int = Field(0, ge=0, le=2)


class V3Fields(Body):
    """The fields of ``request`` that mean something to both; all others are ignored."""

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
    clip_skip: int = Field(0, ge=0, le=12)

    def check(self, catalogue: Catalogue, label: Label) -> None:
        """Measure the prompts and look every name up.

        Raises:
            Refused: A prompt is too long, or a name does not exist.
        """
        _check_length(label(("request", "prompt")), self.prompt, least=1)
        _check_length(label(("request", "negative_prompt")), self.negative_prompt, least=0)
        catalogue.require(self.model_name, "model", ModelType.CHECKPOINT)
        if self.model_name == FLOW_MODEL:
            is_known = self.sampler_name == FLOW_SAMPLER
        else:
            is_known = self.sampler_name in SHARED_SAMPLERS
        if not is_known:
            name = self.sampler_name[:100]
            raise Refused(Reason.SAMPLER_UNKNOWN, f"sampler does not exist: {name}")
        for lora in self.loras:
            catalogue.require(lora.model_name, "lora", ModelType.LORA, ModelType.LOCON)
        for embedding in self.embeddings:
            catalogue.require(embedding.model_name, "embedding", ModelType.TEXTUAL_INVERSION)
        if self.sd_vae:
            catalogue.require(self.sd_vae, "vae", ModelType.VAE)

    def wanted(self, extra: V3Extra) -> PaintRequest:
        """Return what these fields ask for."""
        return PaintRequest(
            prompt=self.prompt,
            painted_prompt=without_loras(self.prompt),
            negative_prompt=self.negative_prompt,
            model=self.model_name,
            sampler=self.sampler_name,
            width_px=self.width,
            height_px=self.height,
            steps=self.steps,
            guidance_scale=self.guidance_scale,
            seed=chosen_seed(self.seed),
            images=self.image_num,
            image_type=extra.response_image_type,
            link_ttl_s=LINK_TTL_S,
            previews=False,
            nsfw_level=extra.nsfw_detection_level if extra.enable_nsfw_detection else None,
        )


def v3_label(message: str) -> Label:
    """Return what names a field of *message* as the service's validator does.

    For example ``invalid Txt2ImgRequest.ImageNum``.
    """

    def label(loc: tuple[int | str, ...]) -> str:
        path = [str(part).title().replace("_", "") for part in loc[1:]]
        return ".".join([f"invalid {message}", *path])

    return label


def _check_length(field: str, text: str, *, least: int) -> None:
    """Refuse in the service's own words, which clients show to people."""
    if not least <= len(text) <= _PROMPT_MAX:
        length = f"value length must be between {least} and {_PROMPT_MAX} runes, inclusive"
        raise Refused(Reason.OUT_OF_RANGE, f"{field}: {length}")
