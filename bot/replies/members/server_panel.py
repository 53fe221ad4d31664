"""What `/server` shows its moderators: a server's choices, as selects."""

from typing import Any

import discord

from bot.replies.parts.forms import PlainChannelSelect, option, select_of, select_row
from bot.replies.parts.panels import ACCENT
from bot.store.server_settings import ServerChoices, StyleSharing
from bot.texts import gettext as _

STYLE_SHARING = r"easel:server:styles"
REPORT_CHANNEL = r"easel:server:reports"
_POSTABLE = [discord.ChannelType.text, discord.ChannelType.public_thread]


def server_panel(choices: ServerChoices) -> discord.ui.LayoutView:
    """Show what the server has chosen, each with its select."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay("### " + _("This server's settings")))
    container.add_item(
        discord.ui.TextDisplay(
            "**" + _("Sharing styles") + "**\n" + _("Whether members can share styles here.")
        )
    )
    container.add_item(select_row(_sharing_select(choices.style_sharing)))
    container.add_item(
        discord.ui.TextDisplay(
            "**"
            + _("Moderators' channel")
            + "**\n"
            + _(
                "Reports, and styles that wait to be let in, are posted there. "
                "Without one, nothing is posted; `/style pending` lists the styles."
            )
        )
    )
    container.add_item(select_row(_channel_select(choices.report_channel_id)))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _sharing_select(chosen: StyleSharing) -> discord.ui.Select[Any]:
    words = {
        StyleSharing.APPROVED: (_("With approval"), _("A moderator lets each one in.")),
        StyleSharing.OPEN: (_("Open"), _("Shared at once.")),
        StyleSharing.OFF: (_("Off"), _("Nothing new is shared.")),
    }
    return select_of(
        STYLE_SHARING,
        [
            option(label, value, description=text, is_set=value is chosen)
            for value, (label, text) in words.items()
        ],
    )


def _channel_select(channel_id: int | None) -> PlainChannelSelect:
    kind = discord.SelectDefaultValueType.channel
    return PlainChannelSelect(
        custom_id=REPORT_CHANNEL,
        placeholder=_("No channel"),
        channel_types=_POSTABLE,
        default_values=(
            [] if channel_id is None else [discord.SelectDefaultValue(id=channel_id, type=kind)]
        ),
        min_values=0,
        max_values=1,
    )
