"""The pages of `/setup` about people: who moderates, and who may ask."""

from typing import Any

import discord

from bot.domain.moderation.policy import Access, ReviewMode
from bot.replies.parts.forms import roles_select, select_row
from bot.replies.setup import steps
from bot.replies.setup.set_up import POSTABLE, SetUp, channel_select, heading
from bot.texts import gettext as _


def moderators_page(now: SetUp) -> list[discord.ui.Item[Any]]:
    """Offer the moderators’ channel and roles."""
    chosen = now.book.policy.moderator_role_ids
    return [
        heading(_("Moderators' channel"), _("Members should not be able to read it.")),
        select_row(
            channel_select(
                steps.MODERATORS_CHANNEL, now.book.moderators_channel_id, _("No channel"), POSTABLE
            )
        ),
        heading(
            _("Moderators"),
            _("Members with Manage Server always moderate; these roles do as well.")
            if now.is_admin
            else _("Only members with Manage Server can change this."),
        ),
        select_row(
            roles_select(
                steps.MODERATOR_ROLES,
                chosen,
                placeholder=_("No roles"),
                is_disabled=not now.is_admin,
            )
        ),
    ]


def roles_page(now: SetUp) -> list[discord.ui.Item[Any]]:
    """Offer the roles that may ask, may not, are looked at first, and need no review."""
    return [
        heading(_("Only these roles may ask"), _("Nothing chosen: everybody may.")),
        _with_access(now, Access.ALLOWED, _("Everybody")),
        heading(_("These roles may not ask"), _("This stands above every other role.")),
        _with_access(now, Access.DENIED, _("No roles")),
        heading(
            _("A moderator reads their prompts first"), _("Wherever these roles ask for images.")
        ),
        _reviewed(now, ReviewMode.GENERATING),
        heading(
            _("A moderator sees their images first"), _("Wherever these roles ask for images.")
        ),
        _reviewed(now, ReviewMode.POSTING),
        heading(_("These roles need no review"), _("For members whom you trust.")),
        _reviewed(now, ReviewMode.NONE),
    ]


def _with_access(now: SetUp, access: Access, nobody: str) -> discord.ui.ActionRow[Any]:
    chosen = [id_ for id_, own in now.book.roles.items() if own.access is access]
    return select_row(roles_select(f"easel:setup:roles:{access}", chosen, placeholder=nobody))


def _reviewed(now: SetUp, mode: ReviewMode) -> discord.ui.ActionRow[Any]:
    chosen = [id_ for id_, own in now.book.roles.items() if own.review is mode]
    custom_id = f"easel:setup:reviewed-roles:{mode}"
    return select_row(roles_select(custom_id, chosen, placeholder=_("No roles")))
