"""The pictures of a review, for moderators alone: from our own files, as large as Discord takes."""

import structlog

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Review
from bot.errors import StorageUnavailable
from bot.generation.announcer import ImageFile
from bot.replies.moderation.review_card import shows_pictures
from bot.replies.sending.uploads import MOST_FILES, Packer, Upload
from bot.store.image_files import ImageFiles

logger = structlog.stdlib.get_logger(__name__)

_LIMIT_BYTES = 10 * 1024 * 1024  # a bot's own messages take this much everywhere


class ReviewPictures:
    """Loads what a card shows; the *packer* bounds how many do so at once."""

    def __init__(self, files: ImageFiles, packer: Packer) -> None:
        self._files = files
        self._packer = packer

    async def of(self, review: Review, generation: Generation) -> tuple[Upload, ...]:
        """Return what is to be attached; nothing if it is to show none, or they are gone."""
        if not shows_pictures(review):
            return ()
        try:
            images = [
                ImageFile(stored=stored, data=await self._files.read(stored.path))
                for stored in generation.images[:MOST_FILES]
            ]
        except StorageUnavailable as error:
            logger.warning("no pictures for a review", review=review.id, fault=str(error.__cause__))
            return ()
        packed = await self._packer.pack(generation, images, _LIMIT_BYTES)
        return packed.uploads
