"""What the pages of `/setup` show, and the pieces that they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.generation.moderation.policies import Rulebook
from bot.replies.parts.forms import PlainChannelSelect, option
from bot.replies.setup.steps import INHERITED
from bot.texts import gettext as _

CHANNEL_TYPES = (
    discord.ChannelType.text,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
)
POSTABLE = (discord.ChannelType.text, discord.ChannelType.public_thread)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What the pages show.

    ``channel_id`` is the channel that is set up, 0 for the whole server; ``checked`` are the lines
    of the last page; ``daily_images`` None: as in the bot's own settings; ``is_looked_at``:
    something looks for nudity in finished images.
    """

    book: Rulebook
    channel_id: int = 0
    is_admin: bool = True
    daily_images: int | None = None
    checked: Sequence[str] = ()
    is_looked_at: bool = True


def heading(title: str, about: str = "") -> discord.ui.TextDisplay[Any]:
    """Return what stands above a select."""
    return discord.ui.TextDisplay(f"**{title}**\n{about}".strip())


def channel_select(
    custom_id: str, channel_id: int | None, placeholder: str, types: Sequence[discord.ChannelType]
) -> PlainChannelSelect:
    """Return a select of one channel, or of none."""
    kind = discord.SelectDefaultValueType.channel
    return PlainChannelSelect(
        custom_id=custom_id,
        placeholder=placeholder,
        channel_types=list(types),
        default_values=(
            [] if channel_id is None else [discord.SelectDefaultValue(id=channel_id, type=kind)]
        ),
        min_values=0,
        max_values=1,
    )


def inherited(*, is_set: bool) -> discord.SelectOption:
    """Return the option that takes over what holds in the server."""
    return option(_("As in the whole server"), INHERITED, is_set=is_set)
