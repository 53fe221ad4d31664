"""`/setup`: one page at a time, each with what is chosen so far, and the way on."""

from typing import Any

import discord

from bot.replies.parts.buttons import PlainButton
from bot.replies.parts.panels import ACCENT
from bot.replies.setup.limit_pages import images_page, quota_page
from bot.replies.setup.people_pages import moderators_page, roles_page
from bot.replies.setup.place_pages import channels_page, check_page
from bot.replies.setup.set_up import SetUp
from bot.replies.setup.steps import STEPS, Step, step_id
from bot.texts import gettext as _
from bot.texts import number

_PAGES = {
    Step.MODERATORS: moderators_page,
    Step.CHANNELS: channels_page,
    Step.ROLES: roles_page,
    Step.IMAGES: images_page,
    Step.QUOTA: quota_page,
    Step.CHECK: check_page,
}


def setup_panel(step: Step, now: SetUp) -> discord.ui.LayoutView:
    """Return one page."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    title, about = _headings(step)
    container.add_item(discord.ui.TextDisplay(f"### {title}\n{about}"))
    for item in _PAGES[step](now):
        container.add_item(item)
    container.add_item(discord.ui.Separator())
    container.add_item(_navigation(step, now.channel_id))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _headings(step: Step) -> tuple[str, str]:
    return {
        Step.MODERATORS: (
            _("Set up: moderators"),
            _("Reviews, reports and appeals are posted in the moderators' channel."),
        ),
        Step.CHANNELS: (
            _("Set up: channels"),
            _("Choose for the whole server first, then for single channels where they differ."),
        ),
        Step.ROLES: (_("Set up: who may ask"), _("Without a choice here, every member may.")),
        Step.IMAGES: (
            _("Set up: what images may show"),
            _(
                "Where the image service or the bot tells how likely nudity is, an image can wait "
                "for a moderator or be refused."
            ),
        ),
        Step.QUOTA: (
            _("Set up: quota and strikes"),
            _("More is possible with `/mod quota` and `/mod budget`."),
        ),
        Step.CHECK: (
            _("Set up: what a member can do"),
            _("This is what counts now. You can run `/setup` again at any time."),
        ),
    }[step]


def _navigation(step: Step, channel_id: int) -> discord.ui.ActionRow[Any]:
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    here = STEPS.index(step)
    if here > 0:
        row.add_item(
            PlainButton(label=_("Back"), emoji="◀️", custom_id=step_id(STEPS[here - 1], channel_id))
        )
    if here + 1 < len(STEPS):
        row.add_item(
            PlainButton(
                label=_("Next ({n} of {all})").format(n=number(here + 2), all=number(len(STEPS))),
                emoji="▶️",
                style=discord.ButtonStyle.primary,
                custom_id=step_id(STEPS[here + 1], channel_id),
            )
        )
    return row
