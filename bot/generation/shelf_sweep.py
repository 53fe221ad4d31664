"""The shelf's clean-up: a little of it each minute, as all clean-up is."""

import structlog

from bot.errors import StorageUnavailable
from bot.store.picture_shelf import PictureShelf
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class ShelfSweep:
    """Takes pictures off the shelf that no form has come for within a day."""

    name = "shelf"

    def __init__(self, shelf: PictureShelf, time: Time) -> None:
        self._shelf = shelf
        self._time = time

    async def step(self) -> None:
        """Do it; what fails is logged, and done again later."""
        try:
            await self._shelf.sweep(self._time.now())
        except StorageUnavailable as error:
            logger.warning("shelf not swept", fault=repr(error.__cause__ or error))
