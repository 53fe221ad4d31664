"""The images that servers never want to see again: found by how little their hashes differ."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.moderation.log import LogEntry
from bot.errors import UserError
from bot.pictures.fingerprints import Fingerprint
from bot.store.blocked_images import BlockedImages, BlockedPage
from bot.texts import gettext as _

Hashes = NDArray[np.uint64]  # a row an image, of four words

_WORDS = 4
_MOST_SERVERS = 100
_FEW = 500  # to compare with so many takes less than a hop to a thread


class CannotBlock(UserError):
    """The image cannot be put on the list; the text says why."""


class KnownImages:
    """Compares images with a server's list: the database is the truth, this a cache of it.

    Every change goes through it; another process's are seen after the next start.
    """

    def __init__(self, store: BlockedImages) -> None:
        self._store = store
        self._lists: OrderedDict[int, Hashes] = OrderedDict()
        self._changes: Counter[int] = Counter()

    async def has_any(self, server_id: int) -> bool:
        """Tell whether there is anything to compare with.

        Raises:
            StorageUnavailable: The list is not known yet, and the database does not answer.
        """
        return len(await self._of(server_id)) > 0

    async def distance(self, server_id: int, image: Fingerprint | None) -> int | None:
        """Return in how many bits an image differs from the nearest one of the list.

        None: the list is empty, or the image cannot be told apart from others.

        Raises:
            StorageUnavailable: The list is not known yet, and the database does not answer.
        """
        known = await self._of(server_id)
        if image is None or not len(known):
            return None
        if len(known) <= _FEW:
            return nearest(known, image.variants)
        return await asyncio.to_thread(nearest, known, image.variants)

    async def block(self, generation_id: int, index: int, entry: LogEntry) -> None:
        """Put an image that was looked at on the list of the server of *entry*, and log it.

        Raises:
            CannotBlock: It was never looked at, is too flat to be known again, or the list is full.
            StorageUnavailable: The database does not take it.
        """
        pdq = await self._store.hash_of(generation_id, index)
        if pdq is None:
            raise CannotBlock(
                _(
                    "I cannot block this image: it was made before I looked at images, or there is "
                    "too little in it to know it again."
                )
            )
        if not await self._store.add(pdq, entry):
            raise CannotBlock(
                _("The list of blocked images is full; take some off with `/mod images`.")
            )
        self.changed(entry.server_id)

    async def unblock(self, blocked_id: int, entry: LogEntry) -> bool:
        """Take a line off the list of the server of *entry*; False: it has none of that id.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        is_gone = await self._store.remove(blocked_id, entry)
        self.changed(entry.server_id)
        return is_gone

    async def page(self, server_id: int, before_id: int, most: int) -> BlockedPage:
        """Return the newest lines of a server's list before an id.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._store.page(server_id, before_id, most)

    def changed(self, server_id: int) -> None:
        """Read the list of that server anew."""
        self._changes[server_id] += 1
        self._lists.pop(server_id, None)

    async def _of(self, server_id: int) -> Hashes:
        known = self._lists.get(server_id)
        if known is not None:
            self._lists.move_to_end(server_id)
            return known
        seen = self._changes[server_id]
        known = await asyncio.to_thread(hash_table, await self._store.hashes(server_id))
        if self._changes[server_id] == seen:
            self._lists[server_id] = known
            if len(self._lists) > _MOST_SERVERS:
                self._lists.popitem(last=False)
        return known


def hash_table(hashes: Sequence[bytes]) -> Hashes:
    """Return the hashes as an array to be compared with."""
    return np.frombuffer(b"".join(hashes), np.uint64).reshape(-1, _WORDS)


def nearest(known: Hashes, variants: Sequence[bytes]) -> int:
    """Return the least number of bits in which any of *variants* differs from any of *known*."""
    return min(
        int(np.bitwise_count(known ^ np.frombuffer(variant, np.uint64)).sum(axis=1).min())
        for variant in variants
    )
