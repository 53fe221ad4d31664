"""How prompts, settings and times are worded on a card."""

import re

import discord

from bot.domain.generation import Generation
from bot.domain.request import ImageRequest, SourceImage, Upscale
from bot.texts import gettext as _
from bot.texts import ngettext, number, shorten

_PROCEDURAL = "sketch-painter-v1"  # the studio's painter, which must not pass for a trained model
_BAR_LENGTH = 12
_SHOWN_PROMPT = 900  # a card holds 4,000 characters over all its texts
# An address, a sign that Markdown obeys anywhere, or one that it obeys at the start of a line.
_OBEYED = re.compile(
    r"(?P<address>https?://[^\s<>]*[^\s<>.,:;\"'\]])|[\\`*_~|\[\]<>]|^\s*[#-]|^\s*\d+[.)]",
    re.MULTILINE,
)
_IN_ADDRESS = re.compile(r"[\\`*~|\[\]]")  # what it obeys there, too
_ALT_TEXT = 1024  # Discord's limit for the description of an attachment


def safe(text: str) -> str:
    """Return *text* so that its Markdown and mentions are shown, not obeyed.

    discord.py's own escape leaves addresses alone, and of masked links escapes the first bracket:
    enough for two links in one prompt, or an address, to end a spoiler or to hide where they lead.
    """
    escaped = _OBEYED.sub(lambda found: _escaped(found["address"], found[0]), text)
    return discord.utils.escape_mentions(escaped)


def _escaped(address: str | None, sign: str) -> str:
    if address is None:
        return f"{sign[:-1]}\\{sign[-1]}"
    return _IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", address)


def safe_within(text: str, length: int) -> str:
    """Return *text* on one line, safe, and with what that adds no longer than *length*."""
    shown = shorten(text, length)
    while (surplus := len(safe(shown)) - length) > 0:
        shown = shorten(shown, len(shown) - max(1, surplus // 3))  # a sign takes three at most
    return safe(shown)


def quoted(text: str, length: int = _SHOWN_PROMPT) -> str:
    """Return *text* as one quoted line of at most *length* characters."""
    return f"> {safe_within(text, length)}"


def prompt_of(generation: Generation) -> str:
    """Return the prompt, or that it is gone."""
    if generation.request.is_erased:
        return _("(the prompt is not kept any more)")
    return generation.request.prompt


def code(text: str, length: int = 60) -> str:
    """Return *text* in one code span, where Markdown needs no escape."""
    shown = shorten(text, length).replace("`", "'")
    return f"`{shown}`"


def settings_line(request: ImageRequest) -> str:
    """Name what the images were asked to be, in small print."""
    if request.upscale is not None:
        return "-# " + " · ".join([_size(request), _upscaled(request.upscale)])
    parts = [
        code(request.model),
        _size(request),
        str(request.sampler),
        ngettext("{n} step", "{n} steps", request.steps).format(n=request.steps),
        _("guidance {n}").format(n=number(request.guidance_scale)),
        _seeds(request),
    ]
    if request.model == _PROCEDURAL:
        parts[0] += " " + _("(procedural, no AI)")
    if request.units > 1:
        parts.append(ngettext("{n} image", "{n} images", request.units).format(n=request.units))
    parts += [f"{safe(shorten(lora.name, 40))}:{lora.weight:g}" for lora in request.loras]
    if request.hires:
        parts.append(_("hires fix"))
    if request.source:
        parts.append(_source(request.source))
    if request.control_units:
        parts.append(_("control image"))
    return "-# " + " · ".join(parts)


def _size(request: ImageRequest) -> str:
    width_px, height_px = request.final_size_px
    return f"{width_px}×{height_px}"


def _upscaled(upscale: Upscale) -> str:
    return _("upscaled ×{factor} with {upscaler}").format(
        factor=number(upscale.scale), upscaler=upscale.upscaler
    )


def _source(source: SourceImage) -> str:
    strength = number(source.strength)
    if source.mask_sha256 is not None:
        return _("part of an image repainted, strength {n}").format(n=strength)
    return _("made from an image, strength {n}").format(n=strength)


def _seeds(request: ImageRequest) -> str:
    if request.units == 1:
        return _("seed `{n}`").format(n=request.seed)
    last = request.image_seed(request.units - 1)
    return _("seeds `{first}` to `{last}`").format(first=request.seed, last=last)


def bar(fraction: float) -> str:
    """Draw *fraction* (0 to 1) as a bar of fixed length."""
    done = round(max(0.0, min(1.0, fraction)) * _BAR_LENGTH)
    return "▰" * done + "▱" * (_BAR_LENGTH - done)


def alt_text(generation: Generation, index: int, count: int) -> str:
    """Describe an image for those who cannot see it: its prompt and its number."""
    request = generation.request
    if request.upscale is not None:
        text = _("Enlarged image, first made from the prompt: {prompt}")
    elif request.source is not None and count > 1:
        text = _("Image {n} of {count} made from another image and the prompt: {prompt}")
    elif request.source is not None:
        text = _("Image made from another image and the prompt: {prompt}")
    elif count > 1:
        text = _("Image {n} of {count} made from the prompt: {prompt}")
    else:
        text = _("Image made from the prompt: {prompt}")
    text = text.format(n=index + 1, count=count, prompt=prompt_of(generation))
    return shorten(text, _ALT_TEXT)


def time_taken_s(generation: Generation) -> float | None:
    """Return the seconds from submitting to the images, or None while one of them is missing."""
    if generation.submitted_at is None or generation.ready_at is None:
        return None
    return (generation.ready_at - generation.submitted_at).total_seconds()
