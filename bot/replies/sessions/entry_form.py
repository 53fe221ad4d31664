"""The form that takes a prompt for a session: made for thumbs, with the rules beside it."""

from typing import Any

import discord

from bot.domain.options import NONE, ImagineOptions
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.domain.sessions.session import Session
from bot.filled import Filled
from bot.replies.parts.forms import PlainModal, field, select_of
from bot.replies.parts.setting_choices import Chooser, SettingChoices
from bot.replies.sessions.session_ids import session_id
from bot.replies.sessions.session_words import rule_lines, theme_within
from bot.texts import gettext as _

_PROMPT, _STYLE = "prompt", "style"
_THEME = 120


class EntryForms:
    """Builds the form for one member, and reads what was filled in."""

    def __init__(self, choices: SettingChoices) -> None:
        self._choices = choices

    async def modal(self, session: Session, member_id: int) -> PlainModal:
        """Return it; the style can be chosen where the session has none.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        styles: list[discord.SelectOption] = []
        if session.rules.style is None:
            who = Chooser(member_id=member_id, server_id=session.server_id)
            styles = await self._choices.styles(who, None, (_("No style"), NONE))
        return entry_modal(session, styles)


def entry_modal(session: Session, styles: list[discord.SelectOption]) -> PlainModal:
    """Return the form with *styles* to choose from, if there are any."""
    fields: list[discord.ui.Item[Any]] = [
        discord.ui.TextDisplay(
            "\n".join(
                [
                    f"**{theme_within(session, _THEME)}**",
                    *(f"- {line}" for line in rule_lines(session)),
                ]
            )
        ),
        field(
            _("Your prompt"),
            discord.ui.TextInput(
                custom_id=_PROMPT,
                style=discord.TextStyle.paragraph,
                placeholder=_("What do you want to see?"),
                max_length=MAX_PROMPT_LENGTH,
            ),
        ),
    ]
    if styles:
        fields.append(field(_("Style"), select_of(_STYLE, styles)))
    custom_id = session_id("entered", session.id, session.round.number)
    return PlainModal(_("Enter a prompt"), custom_id, fields)


def entered_options(filled: Filled) -> ImagineOptions:
    """Return what was filled in: one image of that prompt."""
    return ImagineOptions(prompt=filled.text(_PROMPT), images=1)


def entered_style(session: Session, filled: Filled) -> str:
    """Return the session's style, else the one that was chosen; never the member's own default."""
    return session.rules.style or filled.text(_STYLE) or NONE
