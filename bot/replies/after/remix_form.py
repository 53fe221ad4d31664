"""The modal of *Remix*: what shall become of a picture, and what is read from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.options import ImagineOptions
from bot.domain.ranges import MAX_PROMPT_LENGTH, allowed_phrase
from bot.errors import InvalidRequest, NotAllowed
from bot.replies.parts.buttons import id_in
from bot.replies.parts.forms import PlainModal, field, option, select_of
from bot.replies.parts.setting_choices import DEFAULT
from bot.texts import gettext as _
from bot.texts import ngettext, number

# One of our images by generation and index, or what lies on the shelf by its SHA-256.
_REFERENCE = r"\d{1,20}-\d{1,2}|[0-9a-f]{64}"
_CHOSEN = "chosen"  # in place of it: the select says which picture
REMIXED = rf"easel:remixed:(?P<picture>{_REFERENCE}|{_CHOSEN})(?::(?P<answer>private))?"
PICTURE, PROMPT, STRENGTH, STYLE, IMAGES = "picture", "prompt", "strength", "style", "images"
REMIX_FIELDS = (PICTURE, PROMPT, STRENGTH, STYLE, IMAGES)
_COUNTS = (1, 2, 3, 4, 6, 8)
_USUAL_STRENGTH = "0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemixForm:
    """What the modal offers: pictures by reference, a prompt to begin with, styles.

    ``is_private``: only the member sees the message that they are from, so also what becomes of it.
    """

    references: Sequence[str]
    prompt: str
    styles: Sequence[discord.SelectOption]
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemixRequest:
    """What was filled in; the picture is ``sha256``, or image ``index`` of ``generation_id``."""

    options: ImagineOptions
    style: str | None
    sha256: str | None = None
    generation_id: int = 0
    index: int = 0


def remix_modal(form: RemixForm) -> PlainModal:
    """Ask what shall become of it; of several pictures, also which one is meant."""
    fields: list[discord.ui.Item[Any]] = [field(_("Prompt"), _prompt_field(form.prompt))]
    only = form.references[0] if len(form.references) == 1 else None
    if only is None:
        pictures = [
            option(_("Picture {n}").format(n=number(n)), reference, is_set=n == 1)
            for n, reference in enumerate(form.references, start=1)
        ]
        fields.append(field(_("Which picture"), select_of(PICTURE, pictures)))
    fields += [
        field(_("How much may change"), select_of(STRENGTH, _strengths())),
        field(_("Style"), select_of(STYLE, form.styles)),
        field(_("How many"), select_of(IMAGES, _counts())),
    ]
    custom_id = f"easel:remixed:{only or _CHOSEN}" + (":private" if form.is_private else "")
    return PlainModal(_("Remix this picture"), custom_id, fields)


def remix_request(named: str, texts: Mapping[str, str]) -> RemixRequest:
    """Return what a submitted modal asks for.

    Args:
        named: The picture, as the modal's custom_id has it.
        texts: What stands in ``REMIX_FIELDS``.

    Raises:
        NotAllowed: No picture is chosen.
        InvalidRequest: Strength or number of images is none.
    """
    reference = texts[PICTURE] if named == _CHOSEN else named
    if not re.fullmatch(_REFERENCE, reference):
        raise NotAllowed(_("Choose which picture you mean."))
    count = texts[IMAGES] or "1"
    if not count.isascii() or not count.isdecimal():
        raise InvalidRequest(IMAGES, count, allowed_phrase(IMAGES) or "")
    options = ImagineOptions(
        prompt=texts[PROMPT], strength=_strength(texts[STRENGTH]), images=int(count)
    )
    style = texts[STYLE] if texts[STYLE] not in {"", DEFAULT} else None
    generation, dash, index = reference.partition("-")
    if not dash:
        return RemixRequest(options=options, style=style, sha256=reference)
    return RemixRequest(
        options=options, style=style, generation_id=id_in(generation), index=int(index)
    )


def _prompt_field(prompt: str) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=PROMPT,
        style=discord.TextStyle.paragraph,
        default=prompt[:MAX_PROMPT_LENGTH] or None,
        placeholder=_("What it shall become: the same in watercolour, at night"),
        max_length=MAX_PROMPT_LENGTH,
    )


def _strengths() -> list[discord.SelectOption]:
    offered = {
        "0.3": (_("A little"), _("Other colours, other strokes")),
        "0.5": (_("Some"), _("The composition stays")),
        "0.7": (_("Much"), _("Only large shapes stay")),
        "0.9": (_("Nearly all"), _("Hardly more than a hint stays")),
    }
    return [
        option(
            f"{label} · {number(float(value))}",
            value,
            description=description,
            is_set=value == _USUAL_STRENGTH,
        )
        for value, (label, description) in offered.items()
    ]


def _counts() -> list[discord.SelectOption]:
    return [
        option(
            ngettext("{n} image", "{n} images", count).format(n=number(count)),
            str(count),
            is_set=count == 1,
        )
        for count in _COUNTS
    ]


def _strength(text: str) -> float:
    try:
        return float(text or _USUAL_STRENGTH)
    except ValueError:
        raise InvalidRequest(STRENGTH, text, allowed_phrase(STRENGTH) or "") from None
