"""The images that a server never wants to see again, by their perceptual hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from bot.domain.moderation.log import LogEntry
from bot.store.database import Database
from bot.store.moderation_log import note
from bot.store.schema import images
from bot.store.shown_schema import blocked_images
from bot.store.writer import MEMBER_PATIENCE_S

MAX_BLOCKED_IMAGES = 100_000  # of a server

_OF_SERVER = blocked_images.c.server_id == bindparam("of_server")
HASHES = select(blocked_images.c.pdq).where(_OF_SERVER)
COUNT = select(func.count()).select_from(blocked_images).where(_OF_SERVER)
KNOWN = select(blocked_images.c.id).where(_OF_SERVER, blocked_images.c.pdq == bindparam("hash"))
PAGE = (
    select(blocked_images)
    .where(_OF_SERVER, blocked_images.c.id < bindparam("before_id"))
    .order_by(blocked_images.c.id.desc())
    .limit(bindparam("most"))
)
UNBLOCK = delete(blocked_images).where(blocked_images.c.id == bindparam("blocked_id"), _OF_SERVER)
HASH_OF = select(images.c.pdq).where(
    images.c.generation_id == bindparam("of_generation"),
    images.c.image_index == bindparam("of_index"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedImage:
    """One line of the list; *generation_id* is the one that it was taken from."""

    id: int
    generation_id: int | None
    moderator_id: int
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedPage:
    """A part of the list, the newest first, and how many there are in all."""

    images: Sequence[BlockedImage]
    count: int
    has_more: bool


class BlockedImages:
    """Reads and writes the lists; each change with its entry of the log, in one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hashes(self, server_id: int) -> Sequence[bytes]:
        """Return the hashes of a server's list.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        whose = {"of_server": server_id}
        return await self._database.read(
            lambda connection: connection.execute(HASHES, whose).scalars().all()
        )

    async def hash_of(self, generation_id: int, index: int) -> bytes | None:
        """Return the hash that was noted of an image; None: it was never looked at.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        which = {"of_generation": generation_id, "of_index": index}
        return await self._database.read(
            lambda connection: connection.execute(HASH_OF, which).scalar_one_or_none()
        )

    async def add(self, pdq: bytes, entry: LogEntry) -> bool:
        """Add a hash to the list of the server of *entry*, and log it; False: the list is full.

        One that is on it already stays as it is, and is not logged again.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: add(connection, pdq, entry), patience_s=MEMBER_PATIENCE_S
        )

    async def remove(self, blocked_id: int, entry: LogEntry) -> bool:
        """Take a line off the list of the server of *entry*; False: it has none of that id.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> bool:
            which = {"of_server": entry.server_id, "blocked_id": blocked_id}
            is_gone = connection.execute(UNBLOCK, which).rowcount > 0
            if is_gone:
                note(connection, entry)
            return is_gone

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def page(self, server_id: int, before_id: int, most: int) -> BlockedPage:
        """Return the newest lines before an id.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> BlockedPage:
            whose = {"of_server": server_id}
            rows = connection.execute(
                PAGE, {**whose, "before_id": before_id, "most": most + 1}
            ).all()
            found = [
                BlockedImage(
                    id=row.id,
                    generation_id=row.generation_id,
                    moderator_id=row.moderator_id,
                    reason=row.reason,
                    created_at=row.created_at,
                )
                for row in rows[:most]
            ]
            count = connection.execute(COUNT, whose).scalar_one()
            return BlockedPage(images=found, count=count, has_more=len(rows) > most)

        return await self._database.read(query)


def add(connection: Connection, pdq: bytes, entry: LogEntry) -> bool:
    """Add a hash in the transaction of *connection*; see ``BlockedImages.add``."""
    whose = {"of_server": entry.server_id}
    if connection.execute(KNOWN, {**whose, "hash": pdq}).first() is not None:
        return True
    if connection.execute(COUNT, whose).scalar_one() >= MAX_BLOCKED_IMAGES:
        return False
    connection.execute(
        insert(blocked_images).values(
            server_id=entry.server_id,
            pdq=pdq,
            generation_id=entry.generation_id,
            moderator_id=entry.actor_id,
            reason=entry.note,
            created_at=entry.at,
        )
    )
    note(connection, entry)
    return True
