"""The hires fix as a member writes it: `on`, `off`, a factor, or a target size."""

import re
from collections.abc import Mapping

from bot.domain.ranges import MAX_HIRES_SCALE, allowed_phrase
from bot.domain.request import Upscaler
from bot.domain.sizes import parse_size
from bot.errors import InvalidRequest
from bot.texts import alternatives
from bot.texts import gettext as _

ON = frozenset({"on", "yes", "true"})
OFF = frozenset({"off", "no", "false", "0", "none"})
_FACTOR = re.compile(r"[xX]?\s*([0-9]+(?:\.[0-9]+)?)\s*[xX]?")


def with_hires_expanded(options: Mapping[str, str]) -> dict[str, str]:
    """Return *options* with `hires` as on or off, and its factor or size under its own key.

    So a member's `hires` wins as a whole over a style's: a key that the member's word settles is
    there, if only as the empty text.

    Raises:
        InvalidRequest: `hires` is neither on, off, a factor nor a size in range.
    """
    text = options.get("hires", "").strip().casefold()
    if not text:
        return dict(options)
    if text in ON:
        return {**options, "hires": "on"}
    if text in OFF:
        return {**options, "hires": "off"}
    factor = _FACTOR.fullmatch(text)
    if factor and 1 <= float(factor[1]) <= MAX_HIRES_SCALE:
        return {"hires_size": "", **options, "hires": "on", "hires_scale": factor[1]}
    try:
        size = parse_size(text, "hires")
    except InvalidRequest as error:
        raise InvalidRequest("hires", text, allowed_phrase("hires") or "") from error
    return {"hires_scale": "", **options, "hires": "on", "hires_size": str(size)}


def hires_fields(options: Mapping[str, str]) -> dict[str, object] | None:
    """Return the fields of a ``HiresFix`` from expanded *options*, None when it is off.

    Asking for its factor, size or upscaler turns it on.

    Raises:
        InvalidRequest: The size or the upscaler is wrong.
    """
    parts = {key: options.get(key) for key in ("hires_scale", "hires_size", "upscaler")}
    if options.get("hires") == "off" or not (options.get("hires") or any(parts.values())):
        return None
    fields: dict[str, object] = {}
    if parts["upscaler"]:
        fields["upscaler"] = parse_upscaler(parts["upscaler"])
    if parts["hires_scale"]:
        fields["scale"] = parts["hires_scale"]
    if parts["hires_size"]:
        size = parse_size(parts["hires_size"], "hires_size")
        fields |= {"target_width_px": size.width_px, "target_height_px": size.height_px}
    return fields


def parse_upscaler(text: str) -> Upscaler:
    """Return the upscaler of that name; case, blanks and signs do not matter.

    Raises:
        InvalidRequest: There is none; lists them.
    """
    for upscaler in Upscaler:
        if _key(upscaler) == _key(text):
            return upscaler
    raise InvalidRequest(
        "upscaler",
        text,
        _("use one of {names}").format(names=alternatives([f"`{name}`" for name in Upscaler])),
    )


def hires_suggestions(text: str) -> list[tuple[str, str]]:
    """Return (label, value) of what *text* may become."""
    offered = {
        "on": _("on (twice the size)"),
        "1.5": _("1.5 times the size"),
        "2": _("2 times the size"),
        "1024x1024": _("to 1024x1024 pixels"),
        "1024x1536": _("to 1024x1536 pixels"),
        "1536x1024": _("to 1536x1024 pixels"),
        "off": _("off"),
    }
    typed = text.strip().casefold()
    return [(label, value) for value, label in offered.items() if typed in f"{value} {label}"]


def _key(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
