"""The one `/imagine …` line that makes a request again."""

from dataclasses import fields

from bot.domain.advanced import advanced_text
from bot.domain.control import control_name
from bot.domain.lora_syntax import loras_text, number_text
from bot.domain.options import NONE, ImagineOptions
from bot.domain.request import HiresFix, ImageRequest, SourceImage
from bot.domain.sizes import Size


def as_command(request: ImageRequest) -> str:
    """Return the command with every option spelt out.

    What no line of text can hold is attached anew, as ``attached_options`` names it. The words of
    a style are in the prompt already, so the style that whoever sends it has set is kept out.
    """
    return f"{options_line(command_options(request))} style:{NONE}"


def options_line(options: ImagineOptions) -> str:
    """Return the command with the options that are given."""
    given = ((item.name, getattr(options, item.name)) for item in fields(options))
    return "/imagine " + " ".join(
        f"{name}:{number_text(value) if isinstance(value, float) else value}"
        for name, value in given
        if value is not None
    )


def command_options(request: ImageRequest) -> ImagineOptions:
    """Return the options that make *request*, given no style; of an upscale, what was enlarged."""
    unit = request.control_units[0] if request.control_units else None
    source = _painted_over(request)
    return ImagineOptions(
        prompt=request.prompt,
        negative_prompt=request.negative_prompt or NONE,  # else a default would come in
        size=str(Size(request.width_px, request.height_px)),
        model=request.model,
        images=request.batch_size,
        sampler=request.sampler,
        steps=request.steps,
        guidance=request.guidance_scale,
        seed=request.seed,
        loras=loras_text(request.loras) or None,
        hires=_hires_text(request.hires) if request.hires else None,
        vae=request.vae,
        control=control_name(unit.model) if unit else None,
        strength=source.strength if source else None,
        advanced=advanced_text(_advanced(request)) or None,
    )


def attached_options(request: ImageRequest) -> tuple[str, ...]:
    """Return the options that a picture must be attached to before the line makes the same."""
    source = _painted_over(request)
    is_given = {
        "image": source is not None,
        "mask": source is not None and source.mask_sha256 is not None,
        "control_image": bool(request.control_units),
    }
    return tuple(option for option, given in is_given.items() if given)


def _painted_over(request: ImageRequest) -> SourceImage | None:
    return request.source if request.upscale is None else None


def _hires_text(hires: HiresFix) -> str:
    if hires.target_width_px is not None and hires.target_height_px is not None:
        return str(Size(hires.target_width_px, hires.target_height_px))
    return number_text(hires.scale)


def _advanced(request: ImageRequest) -> dict[str, str]:
    unit = request.control_units[0] if request.control_units else None
    given: dict[str, str | int | None] = {
        "clip_skip": request.clip_skip,
        "restore_faces": "yes" if request.restore_faces else None,
        "upscaler": request.hires.upscaler if request.hires else None,
        "refiner": number_text(request.refiner.switch_at) if request.refiner else None,
        "control_weight": number_text(unit.weight) if unit else None,
        "control_mode": unit.mode.name.casefold() if unit else None,
        "rounds": request.n_iter if request.n_iter > 1 else None,
        "format": request.output_format,
        "lifetime": request.lifetime_s,
        "nsfw_detection": request.nsfw_detection_level,
    }
    return {name: str(value) for name, value in given.items() if value is not None}
