"""The buttons of styles: what they say, and the custom_ids that they work by."""

from enum import StrEnum
from typing import Any

import discord

from bot.domain.styles import MAX_STYLE_NAME_LENGTH, Style, content_sha256
from bot.replies.parts.buttons import PlainButton
from bot.texts import gettext as _

_NAME = rf"(?P<name>.{{1,{MAX_STYLE_NAME_LENGTH}}})"
STYLE = rf"easel:style:(?P<act>edit|share|unshare|delete|copy|preview):{_NAME}"
STYLE_EDITED = rf"easel:style-edited:{_NAME}"  # its modal
STYLE_DELETED = rf"easel:style-deleted:(?P<way>surely|keep):{_NAME}"
STYLE_DECIDED = r"easel:style-decided:(?P<way>in|out):(?P<id>\d{1,20}):(?P<seen>[0-9a-f]{12})"
_SEEN = 12


class StyleAct(StrEnum):
    """What can be done with a style that is shown."""

    EDIT = "edit"
    SHARE = "share"
    UNSHARE = "unshare"
    DELETE = "delete"  # asks first
    COPY = "copy"
    PREVIEW = "preview"


def style_button(act: StyleAct, name: str) -> PlainButton:
    """Offer to do *act* with the style of that name, whoever's the presser finds by then."""
    labels = {
        StyleAct.EDIT: _("Edit"),
        StyleAct.SHARE: _("Share"),
        StyleAct.UNSHARE: _("Take back"),
        StyleAct.DELETE: _("Delete"),
        StyleAct.COPY: _("Copy to mine"),
        StyleAct.PREVIEW: _("Preview (1 image)"),
    }
    emojis = {StyleAct.EDIT: "✏️", StyleAct.PREVIEW: "🎨"}
    return PlainButton(
        label=labels[act],
        emoji=emojis.get(act),
        style=_LOOKS.get(act, discord.ButtonStyle.secondary),
        custom_id=f"easel:style:{act}:{name}",
    )


def deletion_buttons(name: str) -> list[PlainButton]:
    """Offer to delete a style at the second press, or not to."""
    return [
        PlainButton(
            label=_("Delete for good"),
            emoji="🗑️",
            style=discord.ButtonStyle.danger,
            custom_id=f"easel:style-deleted:surely:{name}",
        ),
        PlainButton(
            label=_("Keep it"),
            style=discord.ButtonStyle.secondary,
            custom_id=f"easel:style-deleted:keep:{name}",
        ),
    ]


def decision_buttons(style: Style) -> list[PlainButton]:
    """Offer a moderator to let a style in or to refuse it, as it is shown."""
    rest = f"{style.id}:{content_sha256(style)[:_SEEN]}"
    return [
        PlainButton(
            label=_("Let it in"),
            style=discord.ButtonStyle.success,
            custom_id=f"easel:style-decided:in:{rest}",
        ),
        PlainButton(
            label=_("Refuse"),
            style=discord.ButtonStyle.danger,
            custom_id=f"easel:style-decided:out:{rest}",
        ),
    ]


_LOOKS: dict[StyleAct, Any] = {  # Any: discord.py's enum of its own making
    StyleAct.DELETE: discord.ButtonStyle.danger,
    StyleAct.SHARE: discord.ButtonStyle.primary,
}
