"""The modal that edits a style, and what a member has filled into it."""

import discord

from bot.domain.advanced import entries_text, parse_entries
from bot.domain.options import STYLE_OPTIONS
from bot.domain.ranges import MAX_PROMPT_LENGTH
from bot.domain.styles import MAX_STYLE_NAME_LENGTH, Style
from bot.filled import Filled
from bot.replies.parts.forms import PlainModal, field
from bot.texts import gettext as _

_NAME, _PROMPT, _NEGATIVE, _OPTIONS = "name", "prompt", "negative_prompt", "options"
_MOST_OPTIONS = 4_000  # what Discord lets a field hold; what a style can hold is less


def edit_modal(style: Style) -> PlainModal:
    """Return the modal that shows what *style* holds, to be changed."""
    long = discord.TextStyle.paragraph
    return PlainModal(
        _("Edit a style"),
        f"easel:style-edited:{style.name}",
        [
            field(
                _("Name"),
                discord.ui.TextInput(
                    custom_id=_NAME, default=style.name, max_length=MAX_STYLE_NAME_LENGTH
                ),
            ),
            field(
                _("Prompt"),
                discord.ui.TextInput(
                    custom_id=_PROMPT,
                    style=long,
                    default=style.prompt or None,
                    max_length=MAX_PROMPT_LENGTH,
                    required=False,
                ),
                description=_("{prompt} marks where a member's own words go."),
            ),
            field(
                _("Negative prompt"),
                discord.ui.TextInput(
                    custom_id=_NEGATIVE,
                    style=long,
                    default=style.negative_prompt or None,
                    max_length=MAX_PROMPT_LENGTH,
                    required=False,
                ),
            ),
            field(
                _("Options"),
                discord.ui.TextInput(
                    custom_id=_OPTIONS,
                    style=long,
                    default=entries_text(style.options)[:_MOST_OPTIONS] or None,
                    max_length=_MOST_OPTIONS,
                    required=False,
                ),
                description=_("One a line, such as steps=30 or size=768x512"),
            ),
        ],
    )


def filled_style(filled: Filled) -> Style:
    """Return the style that a filled modal describes, unchecked.

    Raises:
        InvalidRequest: A line of the options is none.
    """
    return Style(
        name=filled.text(_NAME),
        prompt=filled.text(_PROMPT),
        negative_prompt=filled.text(_NEGATIVE),
        options=parse_entries(filled.text(_OPTIONS), sorted(STYLE_OPTIONS), _OPTIONS),
    )
