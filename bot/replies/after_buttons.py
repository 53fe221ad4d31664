"""What can be pressed once images are finished: under the card, and in the panel."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.generation import Generation, StoredImage
from bot.replies.buttons import PlainButton, button_row
from bot.texts import gettext as _


def card_rows(generation: Generation, shown: Sequence[StoredImage]) -> list[discord.ui.Item[Any]]:
    """Return what stands under the images *shown*, which are those that were asked for."""
    if not shown:
        return []
    return [button_row([_more(generation.id)])]


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


def _more(generation_id: int) -> PlainButton:
    return _button(_("More"), "⚙️", f"easel:more:{generation_id}")


def _button(label: str, emoji: str, custom_id: str) -> PlainButton:
    return PlainButton(
        label=label, emoji=emoji, style=discord.ButtonStyle.secondary, custom_id=custom_id
    )
