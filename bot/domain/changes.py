"""Naming what became of a request on the way to the next one: pure, for people to read."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.domain.generation import Generation, Origin
from bot.domain.prompt_changes import prompt_change
from bot.domain.request import HiresFix, ImageRequest, SourceImage
from bot.texts import gettext as _
from bot.texts import number, shorten

_NAME = 40
_NAMED = frozenset(  # what has words of its own, below
    [
        *("prompt", "negative_prompt", "model", "sampler", "steps", "guidance_scale", "seed"),
        *("width_px", "height_px", "batch_size", "n_iter", "loras", "vae", "control_units"),
        *("hires", "source", "upscale"),
    ]
)


def step_name(child: Generation) -> str:
    """Say how *child* came from its parent: "Edit", "Variation of image 2"."""
    number_of = (child.parent_index or 0) + 1
    match child.origin:
        case Origin.AGAIN:
            return _("Again")
        case Origin.EDIT:
            return _("Edit")
        case Origin.REMIX:
            return _("Remix")
        case Origin.VARY:
            return _("Variation of image {n}").format(n=number_of)
        case Origin.UPSCALE:
            return _("Upscale of image {n}").format(n=number_of)
        case Origin.IMAGINE:
            return _("First request")


def changes(parent: Generation, child: Generation) -> tuple[str, ...]:
    """Name what *child* asks for that *parent* did not, the weightiest first."""
    before, after = parent.request, child.request
    if before.is_erased or after.is_erased:
        return ()
    return tuple(
        change
        for change in (
            _style(parent.style, child.style),
            *_prompts(before, after),
            *_settings(before, after),
            *_pictures(before, after),
        )
        if change
    )


def _prompts(before: ImageRequest, after: ImageRequest) -> Iterator[str]:
    if change := prompt_change(before.prompt, after.prompt):
        yield _("prompt {change}").format(change=change)
    if change := prompt_change(before.negative_prompt, after.negative_prompt):
        yield _("negative prompt {change}").format(change=change)


def _style(before: str | None, after: str | None) -> str:
    if before == after:
        return ""
    return _("style {name}").format(name=after) if after else _("no style")


def _settings(before: ImageRequest, after: ImageRequest) -> Iterator[str]:
    size = _("size {before} → {after}")
    yield _moved(before, after, size, lambda request: _size(request.width_px, request.height_px))
    yield _moved(before, after, _("model {before} → {after}"), lambda request: request.model)
    yield _moved(before, after, _("sampler {before} → {after}"), lambda request: request.sampler)
    yield _moved(before, after, _("steps {before} → {after}"), lambda request: request.steps)
    guidance = _("guidance {before} → {after}")
    yield _moved(before, after, guidance, lambda request: number(request.guidance_scale))
    yield _moved(before, after, _("images {before} → {after}"), lambda request: request.units)
    if before.seed != after.seed:
        yield _("new seed")
    if before.loras != after.loras:
        shown = ", ".join(f"{lora.name}:{number(lora.weight)}" for lora in after.loras)
        yield _("LoRAs {names}").format(names=shorten(shown, _NAME)) if shown else _("no LoRAs")
    if before.vae != after.vae:
        yield _("VAE {name}").format(name=shorten(after.vae, _NAME)) if after.vae else _("no VAE")


def _pictures(before: ImageRequest, after: ImageRequest) -> Iterator[str]:
    if before.hires != after.hires:
        yield _hires(after.hires, after)
    if before.control_units != after.control_units:
        yield _("another control image") if after.control_units else _("no control image")
    if after.upscale is not None and before.upscale != after.upscale:
        yield _("enlarged {scale}×").format(scale=number(after.upscale.scale))
    elif before.source != after.source:
        yield _source(after.source)
    if _rest(before) != _rest(after):
        yield _("other settings")


def _hires(hires: HiresFix | None, request: ImageRequest) -> str:
    if hires is None:
        return _("no hires fix")
    size = hires.final_size_px(request.width_px, request.height_px)
    return _("hires fix to {size}").format(size=_size(*size))


def _source(source: SourceImage | None) -> str:
    if source is None:
        return _("from the prompt alone")
    strength = number(source.strength)
    if source.mask_sha256:
        return _("painted over within a mask, strength {n}").format(n=strength)
    return _("painted over, strength {n}").format(n=strength)


def _moved(
    before: ImageRequest,
    after: ImageRequest,
    template: str,
    value: Callable[[ImageRequest], object],
) -> str:
    old, new = str(value(before)), str(value(after))
    if old == new:
        return ""
    return template.format(before=shorten(old, _NAME), after=shorten(new, _NAME))


def _size(width_px: int, height_px: int) -> str:
    return f"{width_px}×{height_px}"


def _rest(request: ImageRequest) -> dict[str, Any]:
    return request.model_dump(exclude=set(_NAMED))
