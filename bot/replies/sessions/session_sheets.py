"""The pictures of a session: numbered sheets of candidates, the final picture, the last winner."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PIL import Image

from bot.domain.generation import Generation
from bot.domain.sessions.board import BoardEntry, RoundResult
from bot.domain.sessions.session import RemixSource
from bot.errors import StorageUnavailable
from bot.pictures.sheets import MOST_TILES, TILE_PX, Tile, contact_sheet
from bot.pictures.thumbnails import encoded
from bot.pictures.winners import LARGE_PX, Place, winners_picture
from bot.replies.parts.panels import ALT_TEXT
from bot.replies.parts.words import prompt_of
from bot.replies.pictures.thumbnails import Thumbnails, shown_image
from bot.replies.sending.uploads import Upload
from bot.replies.sessions.board_view import SOURCE_NAME
from bot.replies.sessions.session_posts import picture_words, votes_text
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.texts import gettext as _
from bot.texts import number, shorten

_SOURCE_PX = 384
_MEDALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A numbered sheet, its words for those who cannot see it, and the prompts of its entries."""

    upload: Upload
    words: str
    prompts: Sequence[str]


class SessionSheets:
    """Draws them from our own files, one decoded image at a time."""

    def __init__(
        self, generations: Generations, thumbnails: Thumbnails, image_files: ImageFiles
    ) -> None:
        self._generations = generations
        self._thumbnails = thumbnails
        self._files = image_files

    async def candidates(self, entries: Sequence[BoardEntry], name: str) -> Sheet | None:
        """Return a sheet of up to nine entries, None of nothing."""
        shown = entries[:MOST_TILES]
        if not shown:
            return None
        tiles, prompts = [], []
        for entry in shown:
            generation = await self._generations.get(entry.generation_id)
            prompts.append(_prompt(generation))
            picture = await self._picture(generation, TILE_PX)
            tiles.append(Tile(number=entry.number, picture=picture, note=_("not kept any more")))
        data = await self._thumbnails.worked(partial(contact_sheet, tiles))
        room = ALT_TEXT // len(shown) - 12
        words = "; ".join(
            _("Entry {n}").format(n=number(entry.number)) + f": {shorten(prompt, room)}"
            for entry, prompt in zip(shown, prompts, strict=True)
        )
        return Sheet(
            upload=Upload(name=name, data=data), words=shorten(words, ALT_TEXT), prompts=prompts
        )

    async def winners(self, result: RoundResult, name: str) -> tuple[Upload, str] | None:
        """Return the final picture of a round and its words; None if there was no entry."""
        if not result.best:
            return None
        places, prompts = [], []
        for rank, one in enumerate(result.best, start=1):
            generation = await self._generations.get(one.entry.generation_id)
            prompts.append(_prompt(generation))
            side_px = LARGE_PX if rank == 1 else LARGE_PX * 5 // 8
            has_medal = rank <= _MEDALS and (one.votes > 0 or one is result.winner)
            places.append(
                Place(
                    number=one.entry.number,
                    picture=await self._picture(generation, side_px),
                    caption=votes_text(one),
                    note=_("not kept any more"),
                    medal=rank if has_medal and result.has_winner else None,
                )
            )
        data = await self._thumbnails.worked(partial(winners_picture, places))
        return Upload(name=name, data=data), picture_words(result, prompts)

    async def source(self, source: RemixSource) -> Upload | None:
        """Return the image that a round is painted over, small; None if it is not there."""
        try:
            data = await self._files.read_input(source.sha256)
        except StorageUnavailable:
            return None
        small = await self._thumbnails.worked(partial(_reduced, data))
        return Upload(name=SOURCE_NAME, data=small)

    async def prompt(self, generation_id: int) -> str:
        """Return what an entry was asked for by."""
        return _prompt(await self._generations.get(generation_id))

    async def _picture(self, generation: Generation | None, side_px: int) -> Image.Image | None:
        if generation is None or generation.deleted_at is not None:
            return None
        image = shown_image(generation)
        return await self._thumbnails.of(image, side_px) if image is not None else None


def _prompt(generation: Generation | None) -> str:
    return _("(the prompt is not kept any more)") if generation is None else prompt_of(generation)


def _reduced(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as opened:
        opened.thumbnail((_SOURCE_PX, _SOURCE_PX))
        return encoded(opened.convert("RGB"))
