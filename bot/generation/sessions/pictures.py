"""The pictures of entries: read to be shown, and kept as the source of the next round."""

import asyncio

from bot.domain.generation import Generation, StoredImage
from bot.domain.reduction import reduced_image
from bot.domain.sessions.board import BoardEntry
from bot.domain.sessions.session import RemixSource
from bot.errors import StorageUnavailable
from bot.generation.announcer import ImageFile
from bot.generation.sessions.stage import Picture
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles


class EntryPictures:
    """Reads the one image of an entry; None: it was deleted, or is not kept any more."""

    def __init__(self, generations: Generations, files: ImageFiles) -> None:
        self._generations = generations
        self._files = files

    async def load(self, entry: BoardEntry) -> Picture | None:
        """Return the picture of an entry.

        Raises:
            StorageUnavailable: It cannot be read now.
        """
        generation = await self._generations.get(entry.generation_id)
        if generation is None or (stored := _result(generation)) is None:
            return None
        data = await self._read(stored)
        if data is None:
            return None
        return Picture(generation=generation, image=ImageFile(stored=stored, data=data))

    async def keep_as_source(self, generation_id: int) -> RemixSource | None:
        """Copy the image of an entry that has won among the inputs, for the next round.

        Raises:
            StorageUnavailable: It cannot be read or written now.
        """
        generation = await self._generations.get(generation_id)
        if generation is None or (stored := _result(generation)) is None:
            return None
        data = await self._read(stored)
        if data is None:
            return None
        picture = await asyncio.to_thread(reduced_image, stored.path, data)
        sha256 = await self._files.write_input(picture.data)
        if not await self._files.hold_inputs([sha256]):
            return None
        await self._files.keep_inputs([sha256])
        return RemixSource(
            generation_id=generation_id,
            image_index=stored.index,
            sha256=sha256,
            width_px=picture.size.width_px,
            height_px=picture.size.height_px,
        )

    async def _read(self, stored: StoredImage) -> bytes | None:
        try:
            return await self._files.read(stored.path)
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            raise  # the disk may answer again later


def _result(generation: Generation) -> StoredImage | None:
    if generation.deleted_at is not None:
        return None
    return next(iter(generation.results), None)
