"""Deleting one finished generation: its images, its words, and that anybody keeps it at hand.

The row stays without all that a person wrote, for the ledger counts by it and its children name
it. Whoever comes second finds it deleted: the mark is set in the same transaction. A copy of an
image, kept for what was made from it, goes as well unless something unfinished needs it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, literal_column, select, update

from bot.domain.generation import Status
from bot.domain.moderation.log import LogEntry
from bot.store import cleaning
from bot.store.database import Database
from bot.store.erasure_statements import DROP_PREVIEWS
from bot.store.file_removal import FileRemoval
from bot.store.moderation_log import note
from bot.store.posted_messages import send_away
from bot.store.retention import WHENEVER, Retention
from bot.store.review_cleaning import DROP_LOGGED_TEXTS, FORGET_REVIEWS
from bot.store.rows import IMAGES_OF
from bot.store.schema import generations
from bot.store.session_stale import sources_from
from bot.store.writer import MEMBER_PATIENCE_S

MARK = (
    update(generations)
    .where(generations.c.id == bindparam("deleted_id"))
    .where(generations.c.status == literal_column(f"'{Status.DELIVERED}'"))
    .where(generations.c.deleted_at.is_(None))
    .values(deleted_at=bindparam("now"))
    .returning(generations.c.request)
)
IS_DELETED = select(generations.c.id).where(
    generations.c.id == bindparam("deleted_id"), generations.c.deleted_at.is_not(None)
)

_WITH_ROW = (
    *(cleaning.DROP_WORDS, cleaning.DROP_FAVOURITES, DROP_PREVIEWS),
    *(FORGET_REVIEWS, DROP_LOGGED_TEXTS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosened:
    """The files that are to follow their rows, and whether it was this call that took these."""

    paths: Sequence[str] = ()
    copies: Sequence[str] = ()  # by their hashes
    is_first: bool


class Deletion:
    """Removes what one generation consists of: first the rows, then the files."""

    def __init__(self, database: Database, files: FileRemoval) -> None:
        self._database = database
        self._files = files
        self._retention = Retention(database, files)

    async def delete(
        self, generation_id: int, now: datetime, entry: LogEntry | None = None
    ) -> bool:
        """Delete a delivered generation; False if another was quicker, or there is none.

        The files of what is deleted already are looked for as well: the disk may have failed
        in between, and whoever asks again brings it to its end. *entry* goes into the log with the
        first deletion, if it was a moderator's.

        Raises:
            StorageUnavailable: The database does not take it, or files cannot be removed.
        """

        def job(connection: Connection) -> Loosened | None:
            loosened = delete_rows(connection, generation_id, now)
            if entry is not None and loosened is not None and loosened.is_first:
                note(connection, entry)
            return loosened

        loosened = await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)
        if loosened is None:
            return False
        await self.follow(generation_id, loosened)
        return loosened.is_first

    async def follow(self, generation_id: int, loosened: Loosened) -> None:
        """Remove the files whose rows are gone.

        Raises:
            StorageUnavailable: They cannot be removed now.
        """
        await self._files.images([generation_id], loosened.paths)
        await self._retention.remove_inputs(loosened.copies, WHENEVER)


def delete_rows(connection: Connection, generation_id: int, now: datetime) -> Loosened | None:
    """Delete in the transaction of *connection*; whoever does so calls ``follow`` afterwards."""
    which = {"deleted_id": generation_id}
    marked = connection.execute(MARK, {**which, "now": now}).one_or_none()
    if marked is None:
        is_deleted = connection.execute(IS_DELETED, which).first() is not None
        return Loosened(is_first=False) if is_deleted else None
    ids = {"ids": [generation_id]}
    copies = [image["sha256"] for image in connection.execute(IMAGES_OF, ids).mappings()]
    copies += sources_from(connection, [generation_id])
    paths = connection.execute(cleaning.DROP_IMAGES, ids).scalars().all()
    erased = {"erased_id": generation_id, "request": cleaning.erased(marked.request)}
    connection.execute(cleaning.ERASE, erased)
    for statement in _WITH_ROW:
        connection.execute(statement, ids)
    send_away(connection, [generation_id], now)
    return Loosened(paths=paths, copies=copies, is_first=True)
