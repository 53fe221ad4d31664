"""What *More* shows: how an image was made, as text to copy, and what else can be done with it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import discord

from bot.domain.command_text import as_command, attached_options, command_options
from bot.domain.generation import DM_SERVER_ID, Generation
from bot.domain.options import ImagineOptions
from bot.replies.parts.after_buttons import (
    delete_button,
    favourite_button,
    original_button,
    save_style_button,
)
from bot.replies.parts.buttons import PlainButton, button_row, lineage_button, report_button
from bot.replies.parts.panels import ACCENT
from bot.replies.pictures.finished import Finished
from bot.store.favourites import Favourites
from bot.texts import gettext as _

_MOST = 3_400  # of Discord's 4,000 characters over all texts, beside titles and notes
_FENCE = "```"
_HIRES_PARTS = frozenset({"hires_scale", "hires_size"})

# Those who answer them; a button without one would only say that the interaction failed.
_OTHERS: tuple[Callable[[int], PlainButton], ...] = (lineage_button,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePanel:
    """A view, and the text file beside it if the texts are longer than a message."""

    view: discord.ui.LayoutView
    name: str
    text: str | None

    def files(self) -> list[discord.File]:
        """Return the file anew, for each attempt to send needs its own."""
        if self.text is None:
            return []
        return [discord.File(io.BytesIO(self.text.encode()), filename=self.name)]


class MorePanels:
    """Shows the panel to one member, as it stands for them."""

    def __init__(self, favourites: Favourites, finished: Finished) -> None:
        self._favourites = favourites
        self._finished = finished

    async def panel(
        self, interaction: discord.Interaction, generation: Generation, card_id: int
    ) -> MorePanel:
        """Return the panel; *card_id* is the message that it began at, 0 if none can be removed.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        is_favourite = await self._favourites.is_favourite(interaction.user.id, generation.id)
        return more_panel(
            generation,
            card_id,
            is_favourite=is_favourite,
            is_deletable=await self._finished.may_delete(interaction, generation),
        )


def more_panel(
    generation: Generation, card_id: int, *, is_favourite: bool, is_deletable: bool
) -> MorePanel:
    """Build the panel of a finished generation."""
    name = f"easel-{generation.id}.txt"
    settings, command = settings_text(generation), _command_of(generation)
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay("### " + _("How this was made")))
    text = None
    if _fits(settings, command):
        container.add_item(discord.ui.TextDisplay(_fenced(settings)))
        if command:
            title = _("The command that makes exactly this again:")
            container.add_item(discord.ui.TextDisplay(f"{title}\n{_fenced(command)}"))
    else:
        text = f"{settings}\n\n{command}\n"
        note = _("The settings and the command do not fit into a message, so they are a file.")
        container.add_item(discord.ui.TextDisplay(note))
        container.add_item(discord.ui.File(f"attachment://{name}"))
    if note := _note(generation, has_command=bool(command)):
        container.add_item(discord.ui.TextDisplay(f"-# {note}"))
    for buttons in _rows(generation, card_id, is_favourite=is_favourite, is_deletable=is_deletable):
        container.add_item(button_row(buttons))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return MorePanel(view=view, name=name, text=text)


def settings_text(generation: Generation) -> str:
    """Return all settings, one a line, under the names that `/imagine` has for them."""
    request = generation.request
    options = None if request.is_erased else command_options(request)
    texts = {} if options is None else options.texts()
    if options is not None and options.hires is not None:
        # As it is typed; in the texts it stands in parts, and one of these is empty.
        texts = {name: text for name, text in texts.items() if name not in _HIRES_PARTS}
        texts["hires"] = options.hires
    # Those of `advanced` come first in them, and are what is looked for least.
    first = (item.name for item in fields(ImagineOptions) if item.name in texts)
    lines = {name: texts[name] for name in first} | texts
    lines["model"] = request.model
    seeds = ", ".join(str(image.seed) for image in generation.results)
    lines["seed"] = seeds or str(request.seed)
    if generation.style:
        lines["style"] = generation.style
    width_px, height_px = request.final_size_px
    lines["final_size"] = f"{width_px}x{height_px}"
    return "\n".join(f"{key}: {value}" for key, value in lines.items())


def _rows(
    generation: Generation, card_id: int, *, is_favourite: bool, is_deletable: bool
) -> list[list[PlainButton]]:
    key = generation.id
    first = [favourite_button(key, is_favourite=is_favourite)]
    if not generation.request.is_erased and not generation.is_damaged:
        first.append(save_style_button(key))
    if generation.images:
        first.append(original_button(key))
    second = [button(key) for button in _OTHERS]
    if generation.place.server_id != DM_SERVER_ID:  # else there are no moderators
        second.append(report_button(key))
    if is_deletable:
        second.append(delete_button(key, card_id))
    return [row for row in (first, second) if row]


def _command_of(generation: Generation) -> str:
    request = generation.request
    # What only enlarges has no prompt that would count, and `/imagine` cannot ask for it.
    if request.is_erased or generation.is_damaged or request.upscale is not None:
        return ""
    return as_command(request)


def _fits(settings: str, command: str) -> bool:
    # A fence inside a fence would end it, and what is copied must be what was typed.
    return len(settings) + len(command) <= _MOST and _FENCE not in settings + command


def _fenced(text: str) -> str:
    return f"{_FENCE}\n{text}\n{_FENCE}"


def _note(generation: Generation, *, has_command: bool) -> str:
    request = generation.request
    if request.is_erased:
        return _("The prompt of this one is not kept any more.")
    if request.upscale is not None:
        return _("Upscaled from another image: nothing was painted anew.")
    if has_command and (attached := attached_options(request)):
        return _("What it was made from must be attached to the command again: {options}").format(
            options=", ".join(f"`{name}`" for name in attached)
        )
    return ""
