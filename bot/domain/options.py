"""From the options of `/imagine` to a request: the member's own, over the style's, over defaults.

Every layer is a mapping of texts by the names that a member knows, so that what is typed, saved
in a style or set by the owner goes through the same checks and gets the same sentences.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from bot.domain.advanced import ADVANCED_NAMES, parse_advanced
from bot.domain.control import DEFAULT_CONTROL, parse_control, parse_control_mode
from bot.domain.hires_syntax import hires_fields, with_hires_expanded
from bot.domain.lifetime import parse_lifetime
from bot.domain.lora_syntax import merged, number_text, parse_loras, refuse_inline, split_inline
from bot.domain.request import ImageRequest, Lora, image_request
from bot.domain.samplers import parse_sampler
from bot.domain.sizes import parse_size
from bot.domain.sources import GivenSource, fitted_size, source_fields
from bot.domain.styles import NO_STYLE, Style, joined, styled_prompt
from bot.errors import InvalidRequest
from bot.texts import gettext as _

NONE = "none"  # as a negative prompt, a VAE, a refiner: not even the default
_NO_IMAGE = "0" * 64  # stands in, so that a weight or mode is checked even without a picture
_OFF = frozenset({"", NONE, "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagineOptions:
    """What the member gave, unchecked; None is "not given"."""

    prompt: str
    negative_prompt: str | None = None
    size: str | None = None
    model: str | None = None
    images: int | None = None
    sampler: str | None = None
    steps: int | None = None
    guidance: float | None = None
    seed: int | None = None
    loras: str | None = None
    hires: str | None = None
    vae: str | None = None
    control: str | None = None
    strength: float | None = None
    advanced: str | None = None

    def texts(self) -> dict[str, str]:
        """Return what was given by option, with the keys of ``advanced`` beside the others.

        Raises:
            InvalidRequest: ``advanced`` or ``hires`` cannot be read.
        """
        given = {item.name: getattr(self, item.name) for item in fields(self)}
        advanced = parse_advanced(given.pop("advanced") or "")
        texts = {name: _text(value) for name, value in given.items() if value is not None}
        return with_hires_expanded({**advanced, **texts})


PROMPTS = frozenset({"prompt", "negative_prompt"})
# What a style may hold beside its two prompts.
STYLE_OPTIONS = (
    ({item.name for item in fields(ImagineOptions)} | set(ADVANCED_NAMES)) - PROMPTS - {"advanced"}
)


def image_request_from(
    options: ImagineOptions,
    *,
    style: Style | None = None,
    defaults: Mapping[str, str],
    seed: int,
    control_image_sha256: str | None = None,
    source: GivenSource | None = None,
) -> ImageRequest:
    """Build the request that *options* ask for.

    Args:
        options: What the member gave.
        style: Its words surround the member's, its options apply where the member gave none;
            LoRAs of both apply, by the member's weight.
        defaults: Texts by option for what neither gives; ``model`` must be there.
        seed: Taken when the member gives none, or -1.
        control_image_sha256: Of the attached and stored control image, if there is one.
        source: The picture to be painted over; its size counts where neither of them gives one.

    Raises:
        InvalidRequest: Names the option, its value, and everything that is allowed.
    """
    member, style = options.texts(), style or NO_STYLE
    own_size = {"size": str(fitted_size(source.size))} if source and source.size else {}
    chosen = _merged(defaults, own_size, with_hires_expanded(style.options), member)
    prompt, loras = _prompt_and_loras(member, style)
    chosen_seed = chosen.get("seed", "").strip()
    request = image_request(
        prompt=prompt,
        negative_prompt=_negative_prompt(member, style, defaults),
        seed=seed if chosen_seed in {"", "-1"} else chosen_seed,
        loras=[lora.model_dump() for lora in loras],
        hires=hires_fields(chosen),
        control_units=_control_units(chosen, member.get("control"), control_image_sha256),
        source=source_fields(chosen, member.get("strength"), source),
        **_plain_fields(chosen),
    )
    absent: dict[str, object] = {} if control_image_sha256 else {"control_units": ()}
    if source is None:
        absent["source"] = None
    return request.model_copy(update=absent)


def _merged(*layers: Mapping[str, str]) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for layer in layers:
        chosen |= layer
    return {name: text for name, text in chosen.items() if text.strip()}


def _negative_prompt(member: Mapping[str, str], style: Style, defaults: Mapping[str, str]) -> str:
    own = member.get("negative_prompt", "").strip()
    if own.casefold() == NONE:
        return ""
    text = joined(own, style.negative_prompt) or defaults.get("negative_prompt", "")
    return refuse_inline(text)


def _prompt_and_loras(member: Mapping[str, str], style: Style) -> tuple[str, tuple[Lora, ...]]:
    own_prompt, own_inline = split_inline(member["prompt"])
    style_prompt, style_inline = split_inline(style.prompt)
    if not own_prompt:
        raise InvalidRequest("prompt", member["prompt"], _("it must not be empty"))
    loras = merged(
        (
            *style_inline,
            *parse_loras(style.options.get("loras", "")),
            *own_inline,
            *parse_loras(member.get("loras", "")),
        )
    )
    # A weight of 0 is how a member takes a LoRA of the style away.
    return (
        styled_prompt(own_prompt, Style(name=style.name, prompt=style_prompt)),
        tuple(lora for lora in loras if lora.weight),
    )


_PLAIN = {
    "model": "model",
    "images": "batch_size",
    "rounds": "n_iter",
    "steps": "steps",
    "guidance": "guidance_scale",
    "clip_skip": "clip_skip",
    "restore_faces": "restore_faces",
}
_READERS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "sampler": ("sampler", parse_sampler),
    "vae": ("vae", lambda text: None if text.casefold() in _OFF else text),
    "format": ("output_format", lambda text: text.casefold().replace("jpg", "jpeg")),
    "lifetime": ("lifetime_s", parse_lifetime),
    "nsfw_detection": (
        "nsfw_detection_level",
        lambda text: None if text.casefold() in _OFF else text,
    ),
    "refiner": (
        "refiner",
        lambda text: None if text.casefold() in _OFF else {"switch_at": text},
    ),
}


def _plain_fields(chosen: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {
        field: chosen[option].strip() for option, field in _PLAIN.items() if option in chosen
    }
    for option, (field, read) in _READERS.items():
        if option in chosen:
            found[field] = read(chosen[option].strip())
    size = parse_size(chosen["size"]) if "size" in chosen else None
    return found | ({"width_px": size.width_px, "height_px": size.height_px} if size else {})


def _control_units(
    chosen: Mapping[str, str], asked: str | None, image_sha256: str | None
) -> tuple[dict[str, object], ...]:
    if image_sha256 is None:
        # A style may hold a control all the same: it applies when a picture is there.
        if asked:
            raise InvalidRequest("control", asked, _("attach a picture as `control_image` with it"))
        if not chosen.keys() & {"control_weight", "control_mode"}:
            return ()
    control = parse_control(chosen.get("control", DEFAULT_CONTROL))
    unit: dict[str, object] = {
        "image_sha256": image_sha256 or _NO_IMAGE,
        "model": control.model,
        "preprocessor": control.preprocessor,
    }
    if "control_weight" in chosen:
        unit["weight"] = chosen["control_weight"]
    if "control_mode" in chosen:
        unit["mode"] = parse_control_mode(chosen["control_mode"])
    return (unit,)


def _text(value: str | float) -> str:
    if isinstance(value, float):
        return number_text(value)
    return str(value)
