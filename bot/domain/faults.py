"""What pydantic found wrong with a request, as a sentence for the member."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.ranges import MAX_IMAGES, TIMES, allowed_phrase
from bot.errors import InvalidRequest
from bot.texts import gettext as _

# The option under which a member knows a field, where the two differ; the innermost known wins.
_OPTIONS = {
    "guidance_scale": "guidance",
    "width_px": "size",
    "height_px": "size",
    "batch_size": "images",
    "n_iter": "rounds",
    "lifetime_s": "lifetime",
    "output_format": "format",
    "nsfw_detection_level": "nsfw_detection",
    "loras.name": "lora_name",
    "loras.weight": "lora_weight",
    "hires.upscaler": "upscaler",
    "hires.scale": "hires_scale",
    "hires.target_width_px": "hires_size",
    "hires.target_height_px": "hires_size",
    "refiner.switch_at": "refiner",
    "control_units": "control",
    "source": "image",
    "source.strength": "strength",
    "upscale.scale": "upscale",
    "control_units.weight": "control_weight",
    "control_units.mode": "control_mode",
}
_LORA_PARTS = {"lora_name": "loras", "lora_weight": "loras"}


def invalid_request(error: ValidationError) -> InvalidRequest:
    """Translate the first fault that pydantic found into a sentence for the member."""
    fault = error.errors(include_url=False)[0]
    path = ".".join(part for part in fault["loc"] if isinstance(part, str))
    option = _OPTIONS.get(path, path) or "images"
    return InvalidRequest(_LORA_PARTS.get(option, option), _shown(fault), _allowed(option, fault))


def _shown(fault: ErrorDetails) -> object:
    context = fault.get("ctx", {})
    if fault["type"] == "too_many_images":
        return f"{{images}} {TIMES} {{rounds}}".format(**context)
    if fault["type"] == "too_long":
        return context["actual_length"]
    return "" if fault["type"] == "missing" else fault["input"]


def _allowed(option: str, fault: ErrorDetails) -> str:
    context = fault.get("ctx", {})
    of_the_fault = {
        "too_many_images": _("images times rounds is at most {most}").format(most=MAX_IMAGES),
        "too_long": _("at most {max_length} are allowed"),
        "missing": _("it must be given"),
    }
    if fault["type"] in of_the_fault:
        return of_the_fault[fault["type"]].format(**context)
    of_texts = {
        "string_too_short": _("it must not be empty"),
        "string_too_long": _("at most {max_length} characters are allowed"),
        "value_error": "{error}",
        "enum": _("it must be one of {expected}"),
    }
    return allowed_phrase(option) or of_texts.get(fault["type"], fault["msg"]).format(**context)
