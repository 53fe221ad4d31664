"""The modal of *Edit*: filled with what was used, and read as what is to be another way."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import discord

from bot.domain.generation import Generation
from bot.domain.options import NONE, ImagineOptions
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.domain.samplers import Sampler
from bot.domain.sizes import FORMATS, Size
from bot.replies.parts.forms import MAX_OPTIONS, PlainModal, field, option, select_of
from bot.replies.parts.setting_choices import size_label
from bot.store.habits import Used
from bot.texts import gettext as _

AS_BEFORE = "="  # no name of a size, sampler or style


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What a member wants to be another way; None leaves it as it was."""

    changes: ImagineOptions
    style_name: str | None


def edit_modal(generation: Generation, used: Used, styles: Sequence[str]) -> PlainModal:
    """Ask what shall change.

    Args:
        generation: What it begins with.
        used: What the member uses most, which is offered first.
        styles: The names of those that the member may use now.
    """
    request = generation.request
    size = Size(request.width_px, request.height_px)
    samplers = [str(name) for name in Sampler]
    return PlainModal(
        _("Edit and make it anew"),
        f"easel:edited:{generation.id}",
        [
            field(_("Prompt"), _prompt("prompt", request.prompt, is_required=True)),
            field(
                _("Negative prompt"),
                _prompt("negative_prompt", request.negative_prompt, is_required=False),
                description=_("What to avoid"),
            ),
            field(
                _("Size"),
                _select(
                    "size",
                    size.label,
                    [(size_label(name), name) for name, each in FORMATS.items() if each != size],
                ),
            ),
            field(
                _("Sampler"),
                _select("sampler", request.sampler, _pairs(_first(used.samplers, samplers))),
            ),
            field(
                _("Style"),
                _select("style", generation.style, _pairs(_first(used.styles, styles))),
                description=_("A new one comes on top of what the prompt says"),
            ),
        ],
    )


def read_edits(text: Callable[[str], str]) -> Edits:
    """Return what the modal says; *text* gives what stands in a field, "" for nothing."""
    size, sampler, style = (_changed(text(name)) for name in ("size", "sampler", "style"))
    changes = ImagineOptions(
        prompt=text("prompt"),
        negative_prompt=text("negative_prompt") or NONE,
        size=size,
        sampler=sampler,
    )
    return Edits(changes=changes, style_name=style)


def _prompt(
    name: str, text: str, *, is_required: bool
) -> discord.ui.TextInput[discord.ui.LayoutView]:
    return discord.ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        default=text or None,
        required=is_required,
        min_length=1 if is_required else None,
        max_length=MAX_PROMPT_LENGTH,
    )


def _select(
    name: str, before: str | None, others: Iterable[tuple[str, str]]
) -> discord.ui.Select[discord.ui.LayoutView]:
    words = _("As before: {value}").format(value=before) if before else _("As before")
    offered = [(label, value) for label, value in others if value != before]
    return select_of(
        name,
        [
            option(words, AS_BEFORE, is_set=True),
            *(option(label, value) for label, value in offered[: MAX_OPTIONS - 1]),
        ],
    )


def _first(used: Sequence[str], all_names: Sequence[str]) -> list[str]:
    """Return *all_names*, those that were used before the others."""
    known = set(all_names)
    return list(dict.fromkeys([*(name for name in used if name in known), *all_names]))


def _pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _changed(value: str) -> str | None:
    return None if value in {"", AS_BEFORE} else value
