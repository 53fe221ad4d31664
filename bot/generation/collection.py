"""Finished images: downloaded, looked at, and kept as files."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.domain.generation import Generation, StoredImage
from bot.errors import (
    BadImage,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    StorageUnavailable,
    UserError,
)
from bot.generation.announcer import ImageFile
from bot.generation.inspection import Inspected, inspect
from bot.providers.bad_images import ImageTooLarge, LinkRefused
from bot.providers.provider import Provider, RemoteImage
from bot.store.image_files import ImageFiles
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_AT_ONCE = 4  # of all generations together, since each may be many megabytes
_TRIES = 3
_FIRST_RETRY_S = 0.5
_MAX_RETRY_S = 10.0
# A broken transfer looks like a bad image; an expired link (TaskLost) stays expired.
_PASSING = (BadImage, ProviderBusy, ProviderUnavailable)


class ImagesLost(UserError):
    """The images were made, but their files are gone."""

    def __init__(self) -> None:
        super().__init__(
            _("The images were made, but they are gone from my disk; please ask again.")
        )


class Collection:
    """Downloads the images of a finished task, a bounded number at once."""

    def __init__(self, files: ImageFiles, time: Time) -> None:
        self._files = files
        self._time = time
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def collect(
        self, provider: Provider, generation: Generation, images: Sequence[RemoteImage]
    ) -> list[ImageFile]:
        """Return what could be downloaded, now also as files, in the service's order.

        What comes after the images that were asked for is marked as extra.

        Raises:
            StorageUnavailable: The disk does not take it.
            ProviderError: None of the images asked for could be downloaded; says why.
        """
        outcomes = await asyncio.gather(
            *(
                self._collect_one(provider, generation, index, image)
                for index, image in enumerate(images)
            ),
            return_exceptions=True,
        )
        kept, failures = _sort_out(outcomes)
        for failure in failures:
            logger.warning("image lost", generation=generation.id, detail=failure.detail)
        if not any(not file.stored.is_extra for file in kept):
            raise failures[0] if failures else BadImage(detail="the task had no images")
        return kept

    async def load(self, generation: Generation) -> list[ImageFile]:
        """Read the images of a generation whose rows exist already.

        Raises:
            StorageUnavailable: A file cannot be read now.
            ImagesLost: A file is not there any more, which no waiting mends.
        """
        try:
            return [
                ImageFile(stored=stored, data=await self._files.read(stored.path))
                for stored in generation.images
            ]
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise ImagesLost from error
            raise

    async def _collect_one(
        self, provider: Provider, generation: Generation, index: int, image: RemoteImage
    ) -> ImageFile:
        data, facts, path = await self._fetch(provider, generation, index, image.url)
        stored = StoredImage(
            index=index,
            seed=generation.request.image_seed(index),
            path=path,
            content_type=facts.content_type,
            width_px=facts.width_px,
            height_px=facts.height_px,
            size_bytes=len(data),
            sha256=facts.sha256,
            is_extra=index >= generation.units,
            nsfw_confidence=image.nsfw_confidence,
        )
        return ImageFile(stored=stored, data=data)

    async def _fetch(
        self, provider: Provider, generation: Generation, index: int, url: str
    ) -> tuple[bytes, Inspected, str]:
        """Return the bytes of an image, what it is, and the path of its file."""
        tries = 0
        while True:
            try:
                async with self._room:
                    data = await provider.download(url)
                    facts = await inspect(data)
                    path = await self._files.write(generation.id, index, data, facts.content_type)
                    return data, facts, path
            except (ImageTooLarge, LinkRefused):
                raise  # the same would come again
            except (*_PASSING, StorageUnavailable) as error:
                tries += 1
                if tries == _TRIES:
                    raise
                asked_s = error.retry_after_s if isinstance(error, ProviderError) else None
                delay_s = asked_s or _FIRST_RETRY_S * 2**tries
            # Without room: one that is in trouble must not keep others waiting.
            await self._time.sleep(min(delay_s, _MAX_RETRY_S))


def _sort_out(
    outcomes: Sequence[ImageFile | BaseException],
) -> tuple[list[ImageFile], list[ProviderError]]:
    kept: list[ImageFile] = []
    failures: list[ProviderError] = []
    for outcome in outcomes:
        if isinstance(outcome, ImageFile):
            kept.append(outcome)
        elif isinstance(outcome, ProviderError):
            failures.append(outcome)
        else:
            raise outcome
    return kept, failures
