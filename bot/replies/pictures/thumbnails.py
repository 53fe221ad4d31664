"""Thumbnails of finished images from our own files, decoded one after the other for all."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PIL import Image

from bot.domain.generation import Generation, StoredImage
from bot.errors import StorageUnavailable
from bot.pictures.thumbnails import thumbnail
from bot.store.image_files import ImageFiles

Result = TypeVar("Result")


class Thumbnails:
    """Opens one file at a time: unpacked, a large image takes hundreds of megabytes."""

    def __init__(self, files: ImageFiles) -> None:
        self._files = files
        self._decoding = asyncio.Lock()

    async def of(self, image: StoredImage, side_px: int) -> Image.Image | None:
        """Return *image* within a square of that size; None if it cannot be shown any more."""
        async with self._decoding:
            try:
                return await self._files.work_on(image.path, partial(thumbnail, side_px=side_px))
            except StorageUnavailable:
                return None

    async def worked(self, work: Callable[[], Result]) -> Result:
        """Run *work* in a thread, in turn with the decoding, and return what it returns."""
        async with self._decoding:
            return await asyncio.to_thread(work)


def shown_image(generation: Generation, index: int | None = None) -> StoredImage | None:
    """Return the image that stands for a generation: that one, else its first that was asked for.

    None: it has none any more.
    """
    for image in generation.results:
        if image.index == index:
            return image
    return generation.results[0] if generation.results else None
