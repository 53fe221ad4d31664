"""Favourites: which generations a member keeps at hand, their own or another's."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.member_schema import favourites
from bot.store.schema import generations
from bot.store.writer import MEMBER_PATIENCE_S

_MEMBERS: ColumnElement[bool] = favourites.c.member_id == bindparam("member_id")
_THIS: ColumnElement[bool] = favourites.c.generation_id == bindparam("generation_id")
_IS_SHOWN = (generations.c.status == literal_column(f"'{Status.DELIVERED}'")) & (
    generations.c.deleted_at.is_(None)
)

IS_FAVOURITE = select(favourites.c.generation_id).where(_MEMBERS, _THIS)
# What was deleted, or never finished, is nobody's favourite: looked at in the same statement.
ADD = (
    upsert(favourites)
    .from_select(
        ["member_id", "generation_id", "server_id", "created_at"],
        select(
            bindparam("by_member", type_=favourites.c.member_id.type),
            generations.c.id,
            generations.c.server_id,
            bindparam("now", type_=favourites.c.created_at.type),
        ).where(generations.c.id == bindparam("generation_id"), _IS_SHOWN),
    )
    .on_conflict_do_nothing()
)
REMOVE = delete(favourites).where(_MEMBERS, _THIS)


class Favourites:
    """What members keep at hand; ``bot.store.past`` lists it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, member_id: int, generation_id: int, now: datetime) -> bool:
        """Keep a finished generation at hand, once; False if there is none such any more.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"by_member": member_id, "generation_id": generation_id, "now": now}

        def job(connection: Connection) -> bool:
            connection.execute(ADD, values)
            return _is_favourite(connection, member_id, generation_id)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def remove(self, member_id: int, generation_id: int) -> bool:
        """Keep it at hand no longer; False if it was no favourite.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"member_id": member_id, "generation_id": generation_id}
        return await self._database.writer.write(
            lambda connection: connection.execute(REMOVE, values).rowcount == 1,
            patience_s=MEMBER_PATIENCE_S,
        )

    async def is_favourite(self, member_id: int, generation_id: int) -> bool:
        """Tell whether it is one of the member's.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: _is_favourite(connection, member_id, generation_id)
        )


def _is_favourite(connection: Connection, member_id: int, generation_id: int) -> bool:
    values = {"member_id": member_id, "generation_id": generation_id}
    return connection.execute(IS_FAVOURITE, values).first() is not None
