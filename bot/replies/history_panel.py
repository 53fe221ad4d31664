"""What `/history` shows: a member's delivered generations, five a page, to be sent again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.generation import Generation, Rung
from bot.replies.buttons import Way, button_row, page_button, resend_button
from bot.replies.panels import ACCENT
from bot.replies.words import quoted
from bot.store.listings import Listings
from bot.texts import gettext as _
from bot.texts import ngettext

_PER_PAGE = 5
_PROMPT_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Some delivered generations, the newest first, and whether there are others beside them."""

    generations: Sequence[Generation]
    has_newer: bool = False
    has_older: bool = False


class HistoryPages:
    """Turns the pages by the ids at their ends, so that no page costs more than another."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings

    async def newest(self, member_id: int, server_id: int | None) -> HistoryPage:
        """Return the first page, of one server, or of everywhere if *server_id* is None.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        found = await self._listings.history(member_id, server_id, limit=_PER_PAGE + 1)
        return HistoryPage(generations=found[:_PER_PAGE], has_older=len(found) > _PER_PAGE)

    async def beside(
        self, member_id: int, server_id: int | None, way: Way, generation_id: int
    ) -> HistoryPage:
        """Return the page on that side of a generation, or the first if nothing is left there.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        if way is Way.BEFORE:
            found = await self._listings.history(
                member_id, server_id, limit=_PER_PAGE + 1, before_id=generation_id
            )
            page = HistoryPage(
                generations=found[:_PER_PAGE], has_newer=True, has_older=len(found) > _PER_PAGE
            )
        else:
            found = await self._listings.history_after(
                member_id, server_id, limit=_PER_PAGE + 1, after_id=generation_id
            )
            if len(found) <= _PER_PAGE:  # the newest ones, and there is a page for these
                return await self.newest(member_id, server_id)
            page = HistoryPage(generations=found[-_PER_PAGE:], has_newer=True, has_older=True)
        return page if page.generations else await self.newest(member_id, server_id)


def history_panel(page: HistoryPage, *, is_of_one_server: bool) -> discord.ui.LayoutView:
    """Show a page, with a button for each generation and two to turn it."""
    title = _("Your images in this server") if is_of_one_server else _("Your images")
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=ACCENT)
    container.add_item(discord.ui.TextDisplay(f"### {title}"))
    for one in page.generations:
        container.add_item(_row(one))
    if page.generations:
        newest, oldest = page.generations[0].id, page.generations[-1].id
        container.add_item(
            button_row(
                [
                    page_button(Way.AFTER, newest if page.has_newer else None),
                    page_button(Way.BEFORE, oldest if page.has_older else None),
                ]
            )
        )
    else:
        container.add_item(discord.ui.TextDisplay(_("Nothing yet: `/imagine` makes the first.")))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    return view


def _row(generation: Generation) -> discord.ui.Item[Any]:
    count = sum(not image.is_extra for image in generation.images)
    parts = [f"<t:{int(generation.created_at.timestamp())}:f>"]
    if count:
        parts.append(ngettext("{n} image", "{n} images", count).format(n=count))
    else:
        parts.append(_("its images are not kept any more"))
    if generation.rung is Rung.KEPT:
        parts.append("📦 " + _("**not delivered yet**"))
    text = " · ".join(parts) + "\n" + quoted(_prompt(generation), _PROMPT_LENGTH)
    if not count:
        return discord.ui.TextDisplay(text)
    return discord.ui.Section(text, accessory=resend_button(generation.id))


def _prompt(generation: Generation) -> str:
    if generation.request.is_erased:
        return _("(the prompt is not kept any more)")
    return generation.request.prompt
