"""The pages of `/setup` about channels: what holds where, and what that means for a member."""

from typing import Any

import discord

from bot.domain.moderation.policy import Level, ReviewMode
from bot.replies.parts.forms import option, select_of, select_row
from bot.replies.setup import steps
from bot.replies.setup.set_up import CHANNEL_TYPES, SetUp, channel_select, heading, inherited
from bot.replies.setup.steps import Step
from bot.texts import gettext as _

_MOST_TEXT = 3_000


def channels_page(now: SetUp) -> list[discord.ui.Item[Any]]:
    """Offer level and review of a channel, or of the whole server."""
    policy, own = now.book.policy, now.book.channels.get(now.channel_id)
    is_server = now.channel_id == 0
    level = policy.level if is_server else (own.level if own else None)
    review = policy.review if is_server else (own.review if own else None)
    levels = [Level.EVERYONE, Level.OFF] if is_server else list(Level)
    own_level = [] if is_server else [inherited(is_set=level is None)]
    own_review = [] if is_server else [inherited(is_set=review is None)]
    return [
        heading(_("Channel"), _("Nothing chosen is the whole server.")),
        select_row(
            channel_select(
                f"easel:setup:channel:{Step.CHANNELS}",
                now.channel_id or None,
                _("The whole server"),
                CHANNEL_TYPES,
            )
        ),
        heading(_("Level"), _("What images are allowed there.")),
        select_row(
            select_of(
                f"easel:setup:level:{now.channel_id}",
                [
                    *own_level,
                    *(
                        option(words[0], value, description=words[1], is_set=value is level)
                        for value in levels
                        for words in [steps.level_words(value)]
                    ),
                ],
            )
        ),
        heading(_("Review"), _("Whether a moderator looks first.")),
        select_row(
            select_of(
                f"easel:setup:review:{now.channel_id}",
                [
                    *own_review,
                    *(
                        option(words[0], value, description=words[1], is_set=value is review)
                        for value in ReviewMode
                        for words in [steps.review_words(value)]
                    ),
                ],
            )
        ),
    ]


def check_page(now: SetUp) -> list[discord.ui.Item[Any]]:
    """Show what was checked, and offer another channel."""
    return [
        select_row(
            channel_select(
                f"easel:setup:channel:{Step.CHECK}",
                now.channel_id or None,
                _("Choose a channel to look at"),
                CHANNEL_TYPES,
            )
        ),
        discord.ui.TextDisplay("\n".join(now.checked)[:_MOST_TEXT]),
    ]
