"""What *Settings* shows of another tool's picture: what stands in it, and the nearest command."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.command_text import options_line
from bot.domain.foreign_parameters import ForeignParameters
from bot.domain.nearest_options import Nearest
from bot.replies.after.more_panel import MorePanel
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import code
from bot.texts import gettext as _
from bot.texts import shorten

_MOST = 3_000  # of Discord's 4,000 characters over all texts, beside titles and notes
_FENCE = "```"
_LONGEST_LIST = 600
_NAME = "settings.txt"


def foreign_panel(foreign: ForeignParameters, nearest: Nearest) -> MorePanel:
    """Build the panel; what is too long for a message comes as a file."""
    written, command = foreign.as_lines(), _command(nearest)
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay("### " + _("What stands in this picture")))
    text = None
    if len(written) + len(command) <= _MOST and _FENCE not in written + command:
        container.add_item(discord.ui.TextDisplay(_fenced(written)))
        if command:
            title = _("The command that comes nearest:")
            container.add_item(discord.ui.TextDisplay(f"{title}\n{_fenced(command)}"))
    else:
        text = f"{written}\n\n{command}\n"
        note = _("The settings and the command do not fit into a message, so they are a file.")
        container.add_item(discord.ui.TextDisplay(note))
        container.add_item(discord.ui.File(f"attachment://{_NAME}"))
    for note in _notes(nearest):
        container.add_item(discord.ui.TextDisplay(f"-# {note}"))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return MorePanel(view=view, name=_NAME, text=text)


def _command(nearest: Nearest) -> str:
    return options_line(nearest.options) if nearest.options.prompt else ""


def _notes(nearest: Nearest) -> list[str]:
    notes = []
    if not nearest.options.prompt:
        notes.append(_("There is no prompt in it, so no command can be given."))
    if nearest.changed:
        changes = [f"{name} {value} → {became}" for name, value, became in nearest.changed]
        notes.append(
            _("Changed to what is allowed here: {changes}").format(changes=_codes(changes))
        )
    if nearest.left_out:
        named = [f"{name}: {value}" for name, value in nearest.left_out]
        notes.append(_("Left out, since I do not know it: {names}").format(names=_codes(named)))
    notes.append(_("Another tool and another model never make exactly the same image."))
    return notes


def _codes(texts: Sequence[str]) -> str:
    return shorten(", ".join(code(text) for text in texts), _LONGEST_LIST)


def _fenced(text: str) -> str:
    return f"{_FENCE}\n{text}\n{_FENCE}"
