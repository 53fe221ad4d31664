"""The panels: private answers with a list or figures, within Discord's 4,000 characters."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord

from bot.texts import ngettext, number, shorten

ACCENT = 0x5865F2
ALT_TEXT = 1024  # Discord's limit for the description of a picture
_MOST = 3_900  # of Discord's 4,000 characters over all texts of a message


class Panel(discord.ui.LayoutView):
    """A title, sections of text, perhaps one picture, and rows of what can be pressed.

    *picture* is the attached file's name, with the words for those who cannot see it.
    """

    def __init__(
        self,
        title: str,
        sections: Sequence[str],
        picture: tuple[str, str] | None = None,
        rows: Sequence[discord.ui.ActionRow[Any]] = (),
    ) -> None:
        super().__init__(timeout=None)
        container: discord.ui.Container[Panel] = discord.ui.Container(accent_colour=ACCENT)
        heading = f"### {title}"
        container.add_item(discord.ui.TextDisplay(heading))
        left = _MOST - len(heading)
        for section in sections:
            text = section if len(section) <= left else section[: max(0, left - 1)] + "…"
            if left > 1 and text:
                container.add_item(discord.ui.TextDisplay(text))
            left -= len(text)
        if picture is not None:
            name, alt_text = picture
            gallery: discord.ui.MediaGallery[Panel] = discord.ui.MediaGallery()
            gallery.add_item(media=f"attachment://{name}", description=shorten(alt_text, ALT_TEXT))
            container.add_item(gallery)
        for row in rows:
            container.add_item(row)
        self.add_item(container)


def listed(lines: Iterable[str], empty: str, most_characters: int = 2_600) -> str:
    """Return *lines* as a list, the first ones in full, and how many more there are."""
    every = list(lines)
    if not every:
        return empty
    shown: list[str] = []
    used = 0
    for line in every:
        used += len(line) + 3
        if used > most_characters:
            break
        shown.append(f"- {line}")
    hidden = len(every) - len(shown)
    if hidden:
        shown.append(ngettext("… and {n} more", "… and {n} more", hidden).format(n=number(hidden)))
    return "\n".join(shown)


async def show_in_place(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    """Show *view* in place of the panel whose button was pressed; a public message stays."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(
            view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )
