"""The images that a server never wants to see again, each with the button that lets it back."""

import discord

from bot.replies.moderation.unblock_list import Blocked, unblock_list
from bot.store.blocked_images import BlockedImage, BlockedPage
from bot.texts import gettext as _
from bot.texts import ngettext, number

UNBLOCK_IMAGE = r"easel:unblockimage:(?P<blocked>\d{1,20})"
BLOCKED_IMAGES = r"easel:blockedimages:(?P<before>\d{1,20})"


def blocked_images_panel(page: BlockedPage) -> discord.ui.LayoutView:
    """Show *page*, the newest first; the images themselves are not kept for it."""
    text = "### " + _("Blocked images") + "\n" + _intro(page)
    more_id = f"easel:blockedimages:{page.images[-1].id}" if page.has_more else None
    return unblock_list(text, [_blocked(image) for image in page.images], more_id)


def _intro(page: BlockedPage) -> str:
    if not page.count:
        return _("No image is blocked. *Remove and block this image* on a report puts one here.")
    count = ngettext("{n} image is blocked.", "{n} images are blocked.", page.count).format(
        n=number(page.count)
    )
    rule = _("None of them is shown here again, and none can be a picture to start from.")
    return f"{count} {rule}"


def _blocked(image: BlockedImage) -> Blocked:
    return Blocked(
        parts=[
            f"**#{image.id}**",
            f"<t:{int(image.created_at.timestamp())}:f>",
            _("by {moderator}").format(moderator=f"<@{image.moderator_id}>"),
        ],
        reason=image.reason,
        unblock_id=f"easel:unblockimage:{image.id}",
    )
