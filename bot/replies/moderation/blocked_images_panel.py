"""The images that a server never wants to see again, each with the button that lets it back."""

from typing import Any

import discord

from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import safe_within
from bot.store.blocked_images import BlockedImage, BlockedPage
from bot.texts import gettext as _
from bot.texts import ngettext, number

UNBLOCK_IMAGE = r"easel:unblockimage:(?P<blocked>\d{1,20})"
BLOCKED_IMAGES = r"easel:blockedimages:(?P<before>\d{1,20})"
PER_PAGE = 8
_REASON = 120


def blocked_images_panel(page: BlockedPage) -> discord.ui.LayoutView:
    """Show *page*, the newest first; the images themselves are not kept for it."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay("### " + _("Blocked images") + "\n" + _intro(page)))
    for image in page.images:
        container.add_item(
            discord.ui.Section(_told(image), accessory=_unblock_button(image.id)),
        )
    if page.has_more:
        more = PlainButton(
            label=_("More ▶"),
            style=discord.ButtonStyle.secondary,
            custom_id=f"easel:blockedimages:{page.images[-1].id}",
        )
        container.add_item(button_row([more]))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _intro(page: BlockedPage) -> str:
    if not page.count:
        return _("No image is blocked. *Remove and block this image* on a report puts one here.")
    count = ngettext("{n} image is blocked.", "{n} images are blocked.", page.count).format(
        n=number(page.count)
    )
    rule = _("None of them is shown here again, and none can be a picture to start from.")
    return f"{count} {rule}"


def _told(image: BlockedImage) -> str:
    parts = [
        f"**#{image.id}**",
        f"<t:{int(image.created_at.timestamp())}:f>",
        _("by {moderator}").format(moderator=f"<@{image.moderator_id}>"),
    ]
    lines = [" · ".join(parts)]
    if image.reason:
        lines.append("> " + safe_within(image.reason, _REASON))
    return "\n".join(lines)


def _unblock_button(blocked_id: int) -> PlainButton:
    return PlainButton(
        label=_("Unblock"),
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:unblockimage:{blocked_id}",
    )
