"""Where the bot is a member, as Discord tells it: what a server keeps depends on it."""

from collections.abc import Iterable

import structlog

from bot.errors import StorageUnavailable
from bot.store.servers import Servers
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class Membership:
    """Notes comings and goings; one that could not be noted is found at the next start."""

    def __init__(self, servers: Servers, time: Time) -> None:
        self._servers = servers
        self._time = time
        self._present: set[int] | None = None  # None until Discord has listed them

    async def are(self, server_ids: Iterable[int]) -> None:
        """Note all servers of the bot, once Discord has listed them.

        A server that is merely out of reach is listed like any other.
        """
        present = set(server_ids)
        self._present = present
        try:
            new, gone = await self._servers.are(present, self._time.now())
        except StorageUnavailable as error:
            _not_noted(error)
            return
        if new or gone:
            logger.info("servers noted", new=new, gone=gone)

    async def came(self, server_id: int) -> None:
        """Note that the bot was invited, if it was; a server that is back in reach is known."""
        if self._present is None or server_id in self._present:
            return
        self._present.add(server_id)
        try:
            await self._servers.joined(server_id, self._time.now())
        except StorageUnavailable as error:
            _not_noted(error)
            return
        logger.info("joined", server=server_id)

    async def left(self, server_id: int) -> None:
        """Note that the bot was removed; from now on the grace runs."""
        if self._present is not None:
            self._present.discard(server_id)
        try:
            await self._servers.left(server_id, self._time.now())
        except StorageUnavailable as error:
            _not_noted(error)
            return
        logger.info("removed from server", server=server_id)


def _not_noted(error: StorageUnavailable) -> None:
    logger.warning("servers not noted", fault=repr(error.__cause__ or error))
