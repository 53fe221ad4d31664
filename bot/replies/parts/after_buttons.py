"""What can be pressed once images are finished: the rows under the card, and the panel's buttons.

Images are named by their numbers: on small buttons while one row holds them, else in selects,
so that the card stays short on a phone.
"""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.generation import Generation, StoredImage
from bot.generation.offspring import is_too_large_to_upscale
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.forms import option, select_of, select_row
from bot.texts import gettext as _

_MOST_IN_A_ROW = 4  # of 5, since so many fit on a phone beside each other

_VARY, _UPSCALE = "🪄", "🔍"


def card_rows(generation: Generation, shown: Sequence[StoredImage]) -> list[discord.ui.Item[Any]]:
    """Return what stands under the images *shown*, which are those that were asked for."""
    if not shown:
        return []
    key = generation.id
    # Where the service has other bounds, or no way at all, it says so at the press.
    can_upscale = not any(is_too_large_to_upscale(image) for image in shown)
    again, edit, more = _again(key), _edit(key), _more(key)
    rows: list[discord.ui.Item[Any]] = [button_row([again, edit, more])]
    if len(shown) == 1:  # in a row of their own: five beside each other are too wide for a phone
        only = [_vary_button(key, shown[0].index, _("Vary"))]
        only += [_upscale_button(key, shown[0].index, _("Upscale"))] if can_upscale else []
        return [*rows, button_row(only)]
    if len(shown) > _MOST_IN_A_ROW:
        return rows + _selects(key, shown, can_upscale=can_upscale)
    numbered = list(enumerate(shown, start=1))
    rows.append(button_row([_vary_button(key, image.index, str(n)) for n, image in numbered]))
    legend = f"{_VARY} " + _("vary an image")
    if can_upscale:
        legend += f" · {_UPSCALE} " + _("upscale an image")
        rows.append(button_row([_upscale_button(key, one.index, str(n)) for n, one in numbered]))
    rows.insert(1, discord.ui.TextDisplay(f"-# {legend}"))
    return rows


def favourite_button(generation_id: int, *, is_favourite: bool) -> PlainButton:
    """Offer to keep it at hand, or not any more."""
    way = "remove" if is_favourite else "add"
    return PlainButton(
        label=_("No favourite any more") if is_favourite else _("Favourite"),
        emoji="💔" if is_favourite else "⭐",
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:favourite:{way}:{generation_id}",
    )


def save_style_button(generation_id: int) -> PlainButton:
    """Offer to keep its settings under a name."""
    return _button(_("Save as style"), "🎨", f"easel:save-style:{generation_id}")


def original_button(generation_id: int) -> PlainButton:
    """Offer to send the original files to whoever presses."""
    return _button(_("Send me the original"), "📥", f"easel:original:{generation_id}")


def delete_button(generation_id: int, card_id: int) -> PlainButton:
    """Offer to delete it; *card_id* is the message that shows it here, 0 if none can be removed."""
    return PlainButton(
        label=_("Delete"),
        emoji="🗑️",
        style=discord.ButtonStyle.danger,
        custom_id=f"easel:delete:{generation_id}:{card_id}",
    )


def delete_surely_button(generation_id: int, card_id: int) -> PlainButton:
    """Delete it at the second press."""
    return PlainButton(
        label=_("Delete for good"),
        emoji="🗑️",
        style=discord.ButtonStyle.danger,
        custom_id=f"easel:delete-surely:{generation_id}:{card_id}",
    )


def keep_button(generation_id: int, card_id: int) -> PlainButton:
    """Lead back to the panel."""
    return PlainButton(
        label=_("Keep it"),
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:keep:{generation_id}:{card_id}",
    )


def _again(generation_id: int) -> PlainButton:
    return PlainButton(
        label=_("Again"),
        emoji="🔁",
        style=discord.ButtonStyle.primary,
        custom_id=f"easel:anew:{generation_id}",
    )


def _edit(generation_id: int) -> PlainButton:
    return _button(_("Edit"), "✏️", f"easel:edit:{generation_id}")


def _more(generation_id: int) -> PlainButton:
    return _button(_("More"), "⚙️", f"easel:more:{generation_id}")


def _vary_button(generation_id: int, index: int, label: str) -> PlainButton:
    return _button(label, _VARY, f"easel:vary:{generation_id}:{index}")


def _upscale_button(generation_id: int, index: int, label: str) -> PlainButton:
    return _button(label, _UPSCALE, f"easel:upscale:{generation_id}:{index}")


def _button(label: str, emoji: str, custom_id: str) -> PlainButton:
    return PlainButton(
        label=label, emoji=emoji, style=discord.ButtonStyle.secondary, custom_id=custom_id
    )


def _selects(
    generation_id: int, shown: Sequence[StoredImage], *, can_upscale: bool
) -> list[discord.ui.Item[Any]]:
    options = [
        option(_("Image {n}").format(n=n), str(image.index))
        for n, image in enumerate(shown, start=1)
    ]
    ways = [("vary", f"{_VARY} " + _("Vary an image…"))]
    if can_upscale:
        ways.append(("upscale", f"{_UPSCALE} " + _("Upscale an image…")))
    # Not required: a chosen image can be taken back, and so be chosen a second time.
    return [
        select_row(
            select_of(f"easel:{way}:{generation_id}", options, placeholder=words, is_required=False)
        )
        for way, words in ways
    ]
