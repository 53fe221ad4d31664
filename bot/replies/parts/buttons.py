"""The buttons of cards and panels: what stands on them, and the custom_id that they work by.

A press brings nothing back but its custom_id. It names a generation or a page, so that a button
works for ever, whatever has happened to the bot since it was sent.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import discord

from bot.texts import gettext as _

_ID = r"(?P<id>\d{1,20})"
AGAIN = rf"easel:again:{_ID}"
CANCEL = rf"easel:cancel:{_ID}(?::(?P<panel>mine|server))?"
RESEND = rf"easel:resend:{_ID}"
QUEUE = r"easel:queue:(?P<panel>mine|server)"
HISTORY = rf"easel:history:(?P<way>before|after):{_ID}"
# Under a finished card. An image is named by its index; where there are many, by a select.
_IMAGE = r"(?P<image>\d{1,2})"
ANEW = rf"easel:anew:{_ID}"
VARY = rf"easel:vary:{_ID}:{_IMAGE}"
VARY_ONE = rf"easel:vary:{_ID}"
UPSCALE = rf"easel:upscale:{_ID}:{_IMAGE}"
UPSCALE_ONE = rf"easel:upscale:{_ID}"
EDIT = rf"easel:edit:{_ID}"
EDITED = rf"easel:edited:{_ID}"  # its modal
MORE = rf"easel:more:{_ID}"
# In the panel that *More* opens. The card that it was opened from is named where it may go.
_CARD = r"(?P<card>\d{1,20})"
ORIGINAL = rf"easel:original:{_ID}"
FAVOURITE = rf"easel:favourite:(?P<way>add|remove):{_ID}"
SAVE_STYLE = rf"easel:save-style:{_ID}"
STYLE_NAMED = rf"easel:style-named:{_ID}"  # its modal
LINEAGE = rf"easel:lineage:{_ID}"
REPORT = rf"easel:report:{_ID}"
DELETE = rf"easel:delete:{_ID}:{_CARD}"
DELETE_SURELY = rf"easel:delete-surely:{_ID}:{_CARD}"
KEEP = rf"easel:keep:{_ID}:{_CARD}"

_LARGEST_ID = 2**63 - 1  # what the database can look for


class QueuePanelKind(StrEnum):
    """Whose queue a panel shows, for a press in it shows that panel anew."""

    MINE = "mine"
    SERVER = "server"


class Way(StrEnum):
    """To which side of a generation a page of the history lies."""

    BEFORE = "before"
    AFTER = "after"


class PlainButton(discord.ui.Button[Any]):
    """A button that no view listens to, so that nothing of a card stays in memory."""

    def is_dispatchable(self) -> bool:
        """Say no: presses are found by their custom_id alone."""
        return False


def again_button(generation_id: int) -> PlainButton:
    """Offer to ask for the same once more."""
    return PlainButton(
        label=_("Try again"),
        emoji="🔁",
        style=discord.ButtonStyle.primary,
        custom_id=f"easel:again:{generation_id}",
    )


def cancel_button(generation_id: int, panel: QueuePanelKind | None = None) -> PlainButton:
    """Offer to cancel; *panel* is where the button stands, None for the card itself."""
    custom_id = f"easel:cancel:{generation_id}"
    return PlainButton(
        label=_("Cancel"),
        style=discord.ButtonStyle.secondary,
        custom_id=custom_id if panel is None else f"{custom_id}:{panel}",
    )


def refresh_button(panel: QueuePanelKind) -> PlainButton:
    """Offer to show the queue as it stands by then."""
    return PlainButton(
        label=_("Refresh"),
        emoji="🔄",
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:queue:{panel}",
    )


def resend_button(generation_id: int) -> PlainButton:
    """Offer to send the images again."""
    return PlainButton(
        label=_("Send again"),
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:resend:{generation_id}",
    )


def lineage_button(generation_id: int) -> PlainButton:
    """Offer to show how it came from the first of its line."""
    return PlainButton(
        label=_("Lineage"),
        emoji="🌳",
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:lineage:{generation_id}",
    )


def report_button(generation_id: int) -> PlainButton:
    """Offer to show it to the server's moderators."""
    return PlainButton(
        label=_("Report"),
        emoji="🚩",
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:report:{generation_id}",
    )


def page_button(way: Way, generation_id: int | None) -> PlainButton:
    """Lead to the page beside *generation_id*; None: there is none, so it cannot be pressed."""
    labels = {Way.AFTER: _("◀ Newer"), Way.BEFORE: _("Older ▶")}
    return PlainButton(
        label=labels[way],
        style=discord.ButtonStyle.secondary,
        custom_id=f"easel:history:{way}:{generation_id or 0}",
        disabled=generation_id is None,
    )


def button_row(buttons: Sequence[PlainButton]) -> discord.ui.ActionRow[Any]:
    """Return *buttons* side by side."""
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for button in buttons:
        row.add_item(button)
    return row


def id_in(digits: str) -> int:
    """Return the id that a custom_id names; what no database holds becomes 0, which none has."""
    number = int(digits)
    return number if number <= _LARGEST_ID else 0
