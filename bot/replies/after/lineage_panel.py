"""The way from the first request to one as a picture, and as text for those who cannot see it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import discord

from bot.domain.generation import Generation
from bot.pictures.strips import SIDE_PX, Panel, lineage_strip
from bot.replies.after.lineage_steps import LineageStep, lineage_steps
from bot.replies.parts.panels import ACCENT, ALT_TEXT
from bot.replies.parts.words import quoted, safe_within
from bot.replies.pictures.thumbnails import Thumbnails
from bot.replies.sending.uploads import Upload
from bot.texts import gettext as _
from bot.texts import ngettext, number, shorten

_STRIP = "lineage.webp"
_LINE = 320
_PROMPT = 300


class LineagePanels:
    """Draws the strip off the event loop, and puts its words below it."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails

    async def panel(
        self, way: Sequence[Generation], may_see: Callable[[Generation], bool]
    ) -> tuple[discord.ui.LayoutView, Upload]:
        """Return the panel and the picture in it; the last of *way* is what it is about."""
        # In a thread: comparing long prompts takes its time as well.
        steps = await self._thumbnails.worked(partial(lineage_steps, way, may_see))
        panels = [await self._drawn(step) for step in steps]
        data = await self._thumbnails.worked(partial(lineage_strip, panels))
        upload = Upload(name=_STRIP, data=data)
        return lineage_panel(way, steps, upload.name), upload

    async def _drawn(self, step: LineageStep) -> Panel:
        picture = await self._thumbnails.of(step.image, SIDE_PX) if step.image else None
        return Panel(
            number=step.number,
            picture=picture,
            note=step.note or _("its images are not kept any more"),
            caption=step.caption,
        )


def lineage_panel(
    way: Sequence[Generation], steps: Sequence[LineageStep], picture_name: str
) -> discord.ui.LayoutView:
    """Show the strip that is attached under that name, and say the same in words."""
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    count = ngettext("{n} step", "{n} steps", len(way)).format(n=number(len(way)))
    heading = "### " + _("Lineage") + f" · {count}"
    request = way[-1].request
    prompt = "" if request.is_erased else f"\n{quoted(request.prompt, _PROMPT)}"
    container.add_item(discord.ui.TextDisplay(heading + prompt))
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    gallery.add_item(media=f"attachment://{picture_name}", description=_words(steps))
    container.add_item(gallery)
    lines = "\n".join(f"-# {_numbered(step, safe_within(_said(step), _LINE))}" for step in steps)
    container.add_item(discord.ui.TextDisplay(lines))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _words(steps: Sequence[LineageStep]) -> str:
    shown = "; ".join(_numbered(step, _said(step)) for step in steps)
    return shorten(_("From the first to the last: {steps}").format(steps=shown), ALT_TEXT)


def _said(step: LineageStep) -> str:
    return " · ".join(part for part in (step.caption, step.note) if part)


def _numbered(step: LineageStep, said: str) -> str:
    return said if step.number is None else f"{step.number}. {said}"
