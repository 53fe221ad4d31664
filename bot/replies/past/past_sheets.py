"""The contact sheet of a page: what is drawn, and its words for those who cannot see it."""

from functools import partial

from bot.domain.generation import Generation
from bot.pictures.sheets import TILE_PX, Tile, contact_sheet
from bot.replies.parts.panels import ALT_TEXT
from bot.replies.parts.words import prompt_of
from bot.replies.past.past_pages import PastPage
from bot.replies.pictures.thumbnails import Thumbnails, shown_image
from bot.replies.sending.uploads import Upload
from bot.texts import gettext as _
from bot.texts import ngettext, shorten

_SHEET = "contact-sheet.webp"


class PastSheets:
    """Draws pages from our own files, so that no link of Discord's is needed."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails

    async def sheet(self, page: PastPage) -> Upload | None:
        """Return the picture of a page, None if there is nothing on it."""
        if not page.generations:
            return None
        tiles = [
            await self._tile(number, generation)
            for number, generation in enumerate(page.generations, start=1)
        ]
        data = await self._thumbnails.worked(partial(contact_sheet, tiles))
        return Upload(name=_SHEET, data=data)

    async def _tile(self, number: int, generation: Generation) -> Tile:
        image = shown_image(generation)
        picture = await self._thumbnails.of(image, TILE_PX) if image else None
        return Tile(
            number=number,
            picture=picture,
            note=_("not kept any more"),
            count=len(generation.results),
        )


def sheet_words(page: PastPage) -> str:
    """Say what the contact sheet shows, each prompt as long as there is room."""
    count = len(page.generations)
    intro = ngettext(
        "Contact sheet of {n} request.", "Contact sheet of {n} requests.", count
    ).format(n=count)
    room = (ALT_TEXT - len(intro)) // max(1, count) - 8
    parts = [
        f"{number}: {shorten(prompt_of(generation), room)}"
        for number, generation in enumerate(page.generations, start=1)
    ]
    return shorten(f"{intro} {'; '.join(parts)}", ALT_TEXT)
