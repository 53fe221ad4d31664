"""Saving how an image was made as a style: the modal that asks for its name, and what is kept."""

from collections.abc import Mapping
from dataclasses import replace

import discord

from bot.domain.command_text import command_options
from bot.domain.generation import Generation
from bot.domain.options import NONE
from bot.domain.saved_style import style_from
from bot.domain.styles import MAX_STYLE_NAME_LENGTH, Style
from bot.errors import NotAllowed
from bot.replies.parts.forms import PlainModal, field
from bot.replies.parts.place import server_id_of
from bot.store.styles import Styles
from bot.texts import gettext as _
from bot.timing import Time

_MOST_WORDS = 1_000


class StyleNaming:
    """Keeps an image's settings under a name, without what makes it that one image."""

    def __init__(self, styles: Styles, defaults: Mapping[str, str], time: Time) -> None:
        self._styles = styles
        self._defaults = defaults
        self._time = time

    async def save(
        self, interaction: discord.Interaction, generation: Generation, *, name: str, words: str
    ) -> Style:
        """Save it for the member, with *words* that come with each prompt, and return it.

        Raises:
            StyleError: The name cannot be one, is taken, or there are too many.
            NotAllowed: It is not known any more how the image was made.
        """
        check_is_whole(generation)
        options = command_options(generation.request)
        negative = options.negative_prompt
        style = style_from(
            name,
            replace(
                options,
                prompt=words,
                negative_prompt=None if negative == NONE else negative,
                seed=None,  # else every image of the style would be the same
                images=None,
                control=None,
            ),
            self._defaults,
        )
        return await self._styles.save(
            interaction.user.id, server_id_of(interaction), style, self._time.now()
        )


def check_is_whole(generation: Generation) -> None:
    """Let pass what is known as a whole.

    Raises:
        NotAllowed: The prompt was erased, or the row is damaged.
    """
    if generation.request.is_erased or generation.is_damaged:
        raise NotAllowed(_("How this was made is not kept any more."))


def style_modal(generation_id: int) -> PlainModal:
    """Ask for a name, and for words that shall come with it."""
    name: discord.ui.TextInput[discord.ui.LayoutView] = discord.ui.TextInput(
        custom_id="name", min_length=1, max_length=MAX_STYLE_NAME_LENGTH
    )
    words: discord.ui.TextInput[discord.ui.LayoutView] = discord.ui.TextInput(
        custom_id="words",
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=_MOST_WORDS,
        placeholder=_("{example}, watercolour, soft light").format(example="{prompt}"),
    )
    return PlainModal(
        _("Save as style"),
        f"easel:style-named:{generation_id}",
        [
            field(_("Name"), name, description=_("Letters, digits, blanks or hyphens; only yours")),
            field(
                _("Words that come with each prompt"),
                words,
                description=_("Not needed: model, size, sampler and the rest are kept anyway"),
            ),
        ],
    )
