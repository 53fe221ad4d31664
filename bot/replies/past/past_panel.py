"""The page that `/history` and `/favourites` show: a contact sheet, and what leads on from it."""

from typing import Any

import discord

from bot.domain.generation import Generation, Rung
from bot.replies.parts.buttons import PlainButton, button_row
from bot.replies.parts.forms import option, select_of, select_row
from bot.replies.parts.panels import ACCENT
from bot.replies.parts.words import code, prompt_of, safe
from bot.replies.past.past_ids import Look, Step
from bot.replies.past.past_pages import PastPage
from bot.replies.past.past_sheets import sheet_words
from bot.replies.sending.uploads import Upload
from bot.texts import command_name, day, ngettext, number, shorten
from bot.texts import gettext as _

_LINE = 70  # of a prompt under the sheet


def past_panel(
    page: PastPage, sheet: Upload | None, *, is_of_one_server: bool
) -> discord.ui.LayoutView:
    """Show *page*, whose picture is attached under the name of *sheet*."""
    look = page.look
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    heading = f"### {_title(look, is_of_one_server=is_of_one_server)}"
    container.add_item(discord.ui.TextDisplay("\n".join([heading, *_filter(look)])))
    if sheet is not None:
        gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
        gallery.add_item(media=f"attachment://{sheet.name}", description=sheet_words(page))
        container.add_item(gallery)
    if page.generations:
        container.add_item(select_row(_select(page)))
    if page.newer_from is not None or page.older_from is not None:
        container.add_item(button_row([_turn(page, Step.NEWER), _turn(page, Step.OLDER)]))
    container.add_item(discord.ui.TextDisplay(_listed(page)))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _title(look: Look, *, is_of_one_server: bool) -> str:
    if look.is_favourites:
        return _("Your favourites in this server") if is_of_one_server else _("Your favourites")
    return _("Your images in this server") if is_of_one_server else _("Your images")


def _filter(look: Look) -> list[str]:
    shown = []
    if look.parts:
        shown.append(_("with the words {words}").format(words=safe(", ".join(look.parts))))
    if look.style:
        shown.append(_("style {name}").format(name=safe(look.style)))
    return [f"-# {' · '.join(shown)}"] if shown else []


def _select(page: PastPage) -> discord.ui.Item[Any]:
    top_id = page.generations[0].id
    return select_of(
        page.look.custom_id(Step.OPEN, top_id),
        [
            option(
                f"{place} · {shorten(prompt_of(generation), 90)}",
                str(generation.id),
                description=_details(generation),
            )
            for place, generation in enumerate(page.generations, start=1)
        ],
        placeholder=_("Open one of these"),
    )


def _details(generation: Generation) -> str:
    parts = [day(generation.created_at.date())]
    count = len(generation.results)
    if count:
        parts.append(ngettext("{n} image", "{n} images", count).format(n=number(count)))
    else:
        parts.append(_("its images are not kept any more"))
    if generation.style:
        parts.append(_("style {name}").format(name=generation.style))
    return " · ".join(parts)


def _turn(page: PastPage, step: Step) -> PlainButton:
    from_id = page.newer_from if step is Step.NEWER else page.older_from
    return PlainButton(
        label=_("◀ Newer") if step is Step.NEWER else _("Older ▶"),
        style=discord.ButtonStyle.secondary,
        custom_id=page.look.custom_id(step, from_id or 0),
        disabled=from_id is None,
    )


def _listed(page: PastPage) -> str:
    if page.generations:
        lines = [_line(place, one) for place, one in enumerate(page.generations, start=1)]
    elif page.older_from is not None or page.newer_from is not None:
        return _("Nothing found so far; turn the page to search on.")
    elif page.look.words:
        return _("Nothing is found by that: a word counts only as a whole.")
    elif page.look.is_favourites:
        return _("Nothing yet: *More* under a finished image has a button for it.")
    else:
        return _("Nothing yet: {imagine} makes the first.").format(
            imagine=code(command_name("imagine"))
        )
    return "\n".join(lines)


def _line(place: int, generation: Generation) -> str:
    line = f"-# **{place}** {safe(shorten(prompt_of(generation), _LINE))}"
    if generation.rung is Rung.KEPT:
        line += " · 📦 " + _("**not delivered yet**")
    return line
