"""One entry of a history or of favourites, opened: its images, settings, and what can be done."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.generation import Generation
from bot.replies.parts.after_buttons import delete_button
from bot.replies.parts.buttons import PlainButton, button_row, resend_button
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import alt_text, prompt_of, quoted, safe, settings_line
from bot.replies.sending.uploads import Packed
from bot.texts import gettext as _
from bot.texts import shorten

_NEGATIVE = 300


def opened_panel(
    generation: Generation, packed: Packed, *, back_id: str, is_own: bool, can_use: bool
) -> discord.ui.LayoutView:
    """Show *generation* with the images *packed*, none if they are not kept any more.

    Args:
        generation: What was chosen.
        packed: Its images, attached.
        back_id: The custom_id that leads back to the page.
        is_own: Whether whoever looks has asked for it.
        can_use: Whether they may make something from it where they look.
    """
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay(_words(generation)))
    if packed.pairs:
        container.add_item(_gallery(generation, packed))
    else:
        container.add_item(discord.ui.TextDisplay("-# " + _("Its images are not kept any more.")))
    notes = [settings_line(generation.request), *(f"-# ⚠️ {note}" for note in packed.notes)]
    if generation.style:
        notes[0] += " · " + _("style {name}").format(name=safe(generation.style))
    container.add_item(discord.ui.TextDisplay("\n".join(notes)))
    if actions := _actions(generation, packed, is_own=is_own, can_use=can_use):
        container.add_item(button_row(actions))
    container.add_item(button_row([_button(_("◀ Back"), back_id)]))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _words(generation: Generation) -> str:
    when = f"<t:{int(generation.created_at.timestamp())}:f>"
    lines = [f"-# {when} · <@{generation.place.member_id}>", quoted(prompt_of(generation))]
    if generation.request.negative_prompt:
        without = safe(shorten(generation.request.negative_prompt, _NEGATIVE))
        lines.append("-# " + _("without: {text}").format(text=without))
    return "\n".join(lines)


def _gallery(generation: Generation, packed: Packed) -> discord.ui.MediaGallery[Any]:
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    count = sum(not image.is_extra for image, _name in packed.pairs)
    for image, name in packed.pairs:
        text = (
            _("What the service read from the control image")
            if image.is_extra
            else alt_text(generation, image.index, count)
        )
        gallery.add_item(media=f"attachment://{name}", description=text)
    return gallery


def _actions(
    generation: Generation, packed: Packed, *, is_own: bool, can_use: bool
) -> Sequence[PlainButton]:
    key = generation.id
    can_repeat = not generation.request.is_erased and not generation.is_damaged
    actions = []
    if can_use and can_repeat:
        actions.append(_button(_("Reuse"), f"easel:anew:{key}", discord.ButtonStyle.primary))
    if is_own and packed.pairs:
        actions.append(resend_button(key))
    if can_use:
        actions.append(_button(_("More"), f"easel:more:{key}"))
    if is_own:
        actions.append(delete_button(key, 0))
    return actions


def _button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> PlainButton:
    return PlainButton(label=label, style=style, custom_id=custom_id)
