"""Files that wait for somebody who never came: removed a little each minute, as all clean-up is."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.errors import StorageUnavailable
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class Leftovers:
    """Has *remove* take away what is too old; *name* is of the place where it lies."""

    def __init__(
        self, name: str, remove: Callable[[datetime], Awaitable[object]], time: Time
    ) -> None:
        self.name = name
        self._remove = remove
        self._time = time

    async def step(self) -> None:
        """Do it; what fails is logged, and done again later."""
        try:
            await self._remove(self._time.now())
        except StorageUnavailable as error:
            fault = repr(error.__cause__ or error)
            logger.warning("leftovers not removed", of=self.name, fault=fault)
