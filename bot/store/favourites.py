"""Favourites: which generations a member keeps at hand, their own or another's."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    literal_column,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import Generation, Status
from bot.store.database import Database
from bot.store.member_schema import favourites
from bot.store.rows import with_images
from bot.store.schema import generations
from bot.store.writer import MEMBER_PATIENCE_S

_NO_ID = 2**63 - 1
_MEMBERS: ColumnElement[bool] = favourites.c.member_id == bindparam("member_id")
_THIS: ColumnElement[bool] = favourites.c.generation_id == bindparam("generation_id")
_IN_SERVER: ColumnElement[bool] = favourites.c.server_id == bindparam("server_id")
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
_shown = (
    select(generations)
    .join(favourites, favourites.c.generation_id == generations.c.id)
    .where(_MEMBERS, _IS_SHOWN)
)
_older = (
    _shown.where(favourites.c.generation_id < bindparam("before_id"))
    .order_by(favourites.c.generation_id.desc())
    .limit(bindparam("limit"))
)
_newer = (
    _shown.where(favourites.c.generation_id > bindparam("after_id"))
    .order_by(favourites.c.generation_id)
    .limit(bindparam("limit"))
)
PAGE = _older.where(_IN_SERVER)
PAGE_ANYWHERE = _older
PAGE_AFTER = _newer.where(_IN_SERVER)
PAGE_AFTER_ANYWHERE = _newer


class Favourites:
    """A member's favourites, in the order in which the generations were asked for."""

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

    async def page(
        self, member_id: int, server_id: int | None, *, limit: int, before_id: int | None = None
    ) -> Sequence[Generation]:
        """Return a member's favourites, newest first, older than *before_id*.

        Those made in one server, or everywhere if *server_id* is None.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._many(
            PAGE_ANYWHERE if server_id is None else PAGE,
            {
                "member_id": member_id,
                "server_id": server_id,
                "before_id": _NO_ID if before_id is None else before_id,
                "limit": limit,
            },
        )

    async def page_after(
        self, member_id: int, server_id: int | None, *, limit: int, after_id: int
    ) -> Sequence[Generation]:
        """Return what ``page`` does, but the next ones newer than *after_id*, newest first.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        found = await self._many(
            PAGE_AFTER_ANYWHERE if server_id is None else PAGE_AFTER,
            {"member_id": member_id, "server_id": server_id, "after_id": after_id, "limit": limit},
        )
        return found[::-1]

    async def _many(
        self, statement: Select[tuple[object, ...]], values: Mapping[str, object]
    ) -> Sequence[Generation]:
        return await self._database.read(
            lambda connection: with_images(
                connection, connection.execute(statement, values).mappings().all()
            )
        )


def _is_favourite(connection: Connection, member_id: int, generation_id: int) -> bool:
    values = {"member_id": member_id, "generation_id": generation_id}
    return connection.execute(IS_FAVOURITE, values).first() is not None
