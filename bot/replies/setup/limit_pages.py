"""The pages of `/setup` about limits: what images may show, how many, and what strikes do."""

from typing import Any

import discord

from bot.domain.moderation.policy import Level
from bot.domain.moderation.strictness import Strictness, strictness_of
from bot.replies.parts.forms import option, select_of, select_row
from bot.replies.setup import steps
from bot.replies.setup.set_up import SetUp, heading
from bot.texts import gettext as _
from bot.texts import ngettext, number

_HOURS = (1, 6, 12, 24, 48, 72, 168)
_STRIKES = (2, 3, 5)
_DAILY = (5, 10, 25, 50, 100, 250)
NO_LIMIT, NEVER = "none", "never"
SHOWN, WAITS = "shown", "waits"


def images_page(now: SetUp) -> list[discord.ui.Item[Any]]:
    """Offer how strictly images are looked at, and how long a review waits."""
    policy = now.book.policy
    return [
        heading(
            _("Nudity in channels for everyone"),
            _("From which likelihood on an image waits or is refused."),
        ),
        select_row(_strictness_select(Level.EVERYONE, strictness_of(policy.everyone))),
        heading(_("Nudity in mature channels"), _("The same, where Discord asks for the age.")),
        select_row(_strictness_select(Level.MATURE, strictness_of(policy.mature))),
        heading(
            _("An image that nothing could look at"),
            "" if now.is_looked_at else "⚠️ " + _("So it is with every image here at present."),
        ),
        select_row(
            select_of(
                steps.UNCHECKED,
                [
                    option(_("Is shown"), SHOWN, is_set=not policy.needs_check),
                    option(_("Waits for a moderator"), WAITS, is_set=policy.needs_check),
                ],
            )
        ),
        heading(_("How long a review waits"), _("What nobody has decided by then is rejected.")),
        select_row(
            select_of(
                steps.REVIEW_HOURS,
                [
                    option(_hours(value), str(value), is_set=value == policy.review_hours)
                    for value in sorted({*_HOURS, policy.review_hours})
                ],
            )
        ),
    ]


def quota_page(now: SetUp) -> list[discord.ui.Item[Any]]:
    """Offer images a day, and what strikes do."""
    strikes, daily = now.book.policy.strikes, now.daily_images
    return [
        heading(_("Images a day for each member"), _("Days are counted in UTC.")),
        select_row(
            select_of(
                steps.DAILY_IMAGES,
                [
                    option(_("As the bot's operator has set it"), NO_LIMIT, is_set=daily is None),
                    *(
                        option(
                            ngettext("{n} image", "{n} images", value).format(n=number(value)),
                            str(value),
                            is_set=value == daily,
                        )
                        for value in sorted({*_DAILY, *({daily} if daily is not None else ())})
                    ),
                ],
            )
        ),
        heading(_("Strikes"), _("They expire after a while, and can be appealed against.")),
        select_row(
            select_of(
                steps.STRIKES,
                [
                    option(_("Only moderators block"), NEVER, is_set=strikes.block_at is None),
                    *(
                        option(
                            ngettext(
                                "{n} strike blocks for a week",
                                "{n} strikes block for a week",
                                value,
                            ).format(n=number(value)),
                            str(value),
                            is_set=value == strikes.block_at,
                        )
                        for value in sorted({*_STRIKES, strikes.block_at or _STRIKES[0]})
                    ),
                ],
            )
        ),
    ]


def _strictness_select(level: Level, chosen: Strictness | None) -> discord.ui.Select[Any]:
    own = [] if chosen else [option(_("Figures of its own"), steps.OWN, is_set=True)]
    return select_of(
        f"easel:setup:strictness:{level}",
        [
            *own,
            *(
                option(words[0], value, description=words[1], is_set=value is chosen)
                for value in Strictness
                for words in [steps.strictness_words(value)]
            ),
        ],
    )


def _hours(value: int) -> str:
    return ngettext("{n} hour", "{n} hours", value).format(n=number(value))
