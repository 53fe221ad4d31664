"""Lists of generations that people look at; reads only."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    select,
)

from bot.domain.generation import Generation, Status
from bot.store.database import Database
from bot.store.rows import with_images
from bot.store.schema import generations
from bot.store.shown_schema import posted_messages

_COLUMNS = generations.c
_IN_SERVER: ColumnElement[bool] = _COLUMNS.server_id == bindparam("server_id")
_MEMBERS: ColumnElement[bool] = _COLUMNS.member_id == bindparam("member_id")

BY_MESSAGE = (
    select(generations)
    .where(_COLUMNS.message_id == bindparam("message_id"))
    .where(_COLUMNS.message_id.is_not(None))
    .order_by(_COLUMNS.id.desc())
    .limit(1)
)
BY_COPY = (
    select(generations)
    .join(posted_messages, posted_messages.c.generation_id == _COLUMNS.id)
    .where(posted_messages.c.message_id == bindparam("message_id"))
)
_IS_ACTIVE = _COLUMNS.status.in_(
    [
        literal_column(f"'{status}'")
        for status in (
            *(Status.QUEUED, Status.SUBMITTING, Status.RUNNING),
            *(Status.IN_REVIEW, Status.HELD),
        )
    ]
)
# What runs has left its turn behind, so it comes first without being sorted apart.
ACTIVE_OF_SERVER = (
    select(generations)
    .where(_COLUMNS.finished_at.is_(None), _IS_ACTIVE, _IN_SERVER)
    # Of every member: without this, all that the server ever made is read.
    .where(_COLUMNS.member_id >= literal_column("0"))
    .order_by(_COLUMNS.turn, _COLUMNS.id)
    .limit(bindparam("limit"))
)
ACTIVE_OF_MEMBER = ACTIVE_OF_SERVER.where(_MEMBERS)
COUNT_OF_SERVER = (
    select(func.count())
    .select_from(generations)
    .where(_COLUMNS.finished_at.is_(None), _IS_ACTIVE, _IN_SERVER)
)
COUNT_OF_MEMBER = COUNT_OF_SERVER.where(_MEMBERS)


class Listings:
    """What a member, or a server's moderator, has waiting, running, or finished."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting_and_running(
        self, server_id: int, member_id: int | None, limit: int
    ) -> Sequence[Generation]:
        """Return what waits or runs in a server, of one member or of all, the next ones first.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        statement = ACTIVE_OF_SERVER if member_id is None else ACTIVE_OF_MEMBER
        return await self._many(
            statement, {"server_id": server_id, "member_id": member_id, "limit": limit}
        )

    async def waiting_and_running_count(self, server_id: int, member_id: int | None) -> int:
        """Return how many wait or run in a server, of one member or of all.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        statement = COUNT_OF_SERVER if member_id is None else COUNT_OF_MEMBER
        values = {"server_id": server_id, "member_id": member_id}
        return await self._database.read(
            lambda connection: connection.execute(statement, values).scalar_one()
        )

    async def find_by_message(self, message_id: int) -> Generation | None:
        """Return the newest generation whose card is the message.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        found = await self._many(BY_MESSAGE, {"message_id": message_id})
        return found[0] if found else None

    async def find_by_copy(self, message_id: int) -> Generation | None:
        """Return what a message shows that was posted beside the card: an entry in its thread.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        found = await self._many(BY_COPY, {"message_id": message_id})
        return found[0] if found else None

    async def _many(
        self, statement: Select[tuple[object, ...]], values: dict[str, object]
    ) -> Sequence[Generation]:
        def query(connection: Connection) -> Sequence[Generation]:
            return with_images(connection, connection.execute(statement, values).mappings().all())

        return await self._database.read(query)
