"""Deleting all that is a member's: a wish in a row of its own, carried out in small steps.

Each step removes files first and their rows after them, and repeats what a crash has cut off: so
a wish outlives every restart, and nothing of it is done only in part for ever. What has not ended
is passed by and looked at again. The ledger stays, or a deletion would fill up the day's quota.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection, RowMapping
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.cleaning import DROP_FAVOURITES, DROP_IMAGES, DROP_WORDS, erased, inputs_of
from bot.store.database import Database
from bot.store.erasure_statements import (
    ADVANCE,
    AHEAD,
    DROP_PREVIEWS,
    ERASE,
    FINISH,
    GET,
    MOST,
    NEWEST,
    NEXT,
    OPEN,
    REST,
)
from bot.store.file_removal import FileRemoval
from bot.store.member_schema import erasures
from bot.store.posted_messages import send_away
from bot.store.retention import WHENEVER, Retention
from bot.store.review_cleaning import FORGET_REVIEWS
from bot.store.rows import IMAGES_OF
from bot.store.session_stale import sources_from
from bot.store.writer import MEMBER_PATIENCE_S

_WITH_ROWS = (DROP_IMAGES, DROP_WORDS, DROP_FAVOURITES, DROP_PREVIEWS, FORGET_REVIEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """A member's wish, and how many generations were emptied for it so far."""

    member_id: int
    up_to_id: int
    cleaned_to: int
    first_open_id: int | None
    removed: int
    asked_at: datetime


class Erasures:
    """Keeps the wishes, and carries each out a step at a time."""

    def __init__(self, database: Database, files: FileRemoval) -> None:
        self._database = database
        self._files = files
        self._retention = Retention(database, files)
        self._turn = asyncio.Lock()  # who asked and the sweep would do the same twice

    async def ask(self, member_id: int, now: datetime) -> Erasure:
        """Note the wish; it means all that there is by now, also if it was asked for before.

        Raises:
            StorageUnavailable: The database does not take it; nothing is deleted.
        """
        return await self._database.writer.write(
            lambda connection: _ask(connection, member_id, now), patience_s=MEMBER_PATIENCE_S
        )

    async def get(self, member_id: int) -> Erasure | None:
        """Return the wish of a member, None if there is none, or none any more.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: _get(connection, member_id))

    async def next(self, after: int, limit: int) -> Sequence[int]:
        """Return who has a wish, in order of ids above *after*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"after": after, "limit": limit}
        return await self._database.read(
            lambda connection: connection.execute(NEXT, values).scalars().all()
        )

    async def open(self, member_id: int) -> Sequence[int]:
        """Return the ids of what a member has waiting, running or on its way.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"whose": member_id}
        return await self._database.read(
            lambda connection: connection.execute(OPEN, values).scalars().all()
        )

    async def step(self, member_id: int, now: datetime) -> bool:
        """Delete the next few things; return whether more can be done at once.

        Raises:
            StorageUnavailable: Disk or database do not take it; the same is found again.
        """
        async with self._turn:
            wish = await self.get(member_id)
            if wish is None:
                return False
            if wish.cleaned_to < wish.up_to_id:
                await self._empty(wish, now)
                return True
            return await self._database.writer.write(lambda connection: _rest(connection, wish))

    async def _empty(self, wish: Erasure, now: datetime) -> None:
        rows, found, sources = await self._database.read(
            lambda connection: _ahead(connection, wish)
        )
        ended = [row for row in rows if _has_ended(row)]
        ids = [row["id"] for row in ended]
        if ids:
            await self._files.images(ids, [image["path"] for image in found])
            inputs = inputs_of(row["request"] for row in ended)
            copies = (image["sha256"] for image in found)  # that others made something from
            await self._retention.remove_inputs(chain(inputs, copies, sources), WHENEVER)
        await self._database.writer.write(
            lambda connection: _emptied(connection, wish, rows, ended, now)
        )


def _ask(connection: Connection, member_id: int, now: datetime) -> Erasure:
    newest = connection.execute(NEWEST, {"whose": member_id}).scalar_one_or_none()
    values = {
        "up_to_id": newest or 0,
        "cleaned_to": 0,
        "first_open_id": None,
        "removed": 0,
        "asked_at": now,
    }
    insert = upsert(erasures).values(member_id=member_id, **values)
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["member_id"], set_={"up_to_id": newest or 0, "asked_at": now}
        )
    )
    wish = _get(connection, member_id)
    assert wish is not None  # noqa: S101 - it was just written
    return wish


def _get(connection: Connection, member_id: int) -> Erasure | None:
    row = connection.execute(GET, {"whose": member_id}).mappings().one_or_none()
    return Erasure(**row) if row is not None else None


def _ahead(
    connection: Connection, wish: Erasure
) -> tuple[Sequence[RowMapping], Sequence[RowMapping], Sequence[str]]:
    values = {
        "whose": wish.member_id,
        "position": wish.cleaned_to,
        "up_to_id": wish.up_to_id,
    }
    rows = connection.execute(AHEAD, values).mappings().all()
    ids = [row["id"] for row in rows if _has_ended(row)]
    images = connection.execute(IMAGES_OF, {"ids": ids}).mappings().all() if ids else ()
    return rows, images, sources_from(connection, ids)


def _has_ended(row: RowMapping) -> bool:
    """Tell whether nobody works on it any more, nor has to tell its end on its card."""
    if row["finished_at"] is None:
        return False
    return row["rung"] is not None


def _emptied(
    connection: Connection,
    wish: Erasure,
    rows: Sequence[RowMapping],
    ended: Sequence[RowMapping],
    now: datetime,
) -> None:
    ids = [row["id"] for row in ended]
    if ids:
        for statement in _WITH_ROWS:
            connection.execute(statement, {"ids": ids})
        connection.execute(
            ERASE,
            [
                {"erased_id": row["id"], "request": erased(row["request"]), "now": now}
                for row in ended
            ],
        )
        send_away(connection, ids, now)
    still_open = [row["id"] for row in rows if row["id"] not in set(ids)]
    first_open = min(chain(still_open, [wish.first_open_id or wish.up_to_id + 1]))
    is_full = len(rows) == MOST
    values = {
        "cleaned_to": rows[-1]["id"] if is_full else wish.up_to_id,
        "first_open_id": first_open if first_open <= wish.up_to_id else None,
        "removed": wish.removed + len(ids),
    }
    connection.execute(ADVANCE.values(**values), {"whose": wish.member_id})


def _rest(connection: Connection, wish: Erasure) -> bool:
    """Delete what hangs on no generation, then begin anew with what was open, or be done."""
    key = {"whose": wish.member_id, "asked_at": wish.asked_at}
    for statement in REST:
        if connection.execute(statement, key).rowcount:
            return True
    if wish.first_open_id is None:
        connection.execute(FINISH, key)
        return False
    again = {"cleaned_to": wish.first_open_id - 1, "first_open_id": None}
    connection.execute(ADVANCE.values(**again), {"whose": wish.member_id})
    return False
