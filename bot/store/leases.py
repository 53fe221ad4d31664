"""Whose work each generation is: owners, their leases, and who still has to tell of its end.

A process renews the leases of all that it works on. A lease that ran out and was not renewed for
a while after it belongs to a process that is gone; its work may be taken over, by one alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from sqlalchemy import Connection

from bot.domain.generation import Generation, Rung
from bot.store import lease_statements as sql
from bot.store.database import Database
from bot.store.ledger import NET_OF
from bot.store.rows import with_images

LEASE = timedelta(minutes=2)


class Leases:
    """Which generations a process, by the name *owner*, works on, and which it may take over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unfinished(self, owner: str) -> Sequence[Generation]:
        """Return what goes on after a start, the oldest first.

        That is all that is queued, what *owner* had as submitting, running or ready, and what of
        its own has ended without anybody being told. What waits for a moderator is not among it.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> Sequence[Generation]:
            # Apart, because an OR between two partial indexes reads the whole table.
            rows = [
                row
                for statement in (sql.QUEUED, sql.OWN_WORK, sql.OWN_UNTOLD)
                for row in connection.execute(statement, {"me": owner}).mappings()
            ]
            return with_images(connection, sorted(rows, key=itemgetter("id")))

        return await self._database.read(query)

    async def held(self, owner: str) -> frozenset[int]:
        """Return the ids of what *owner* works on or has still to tell of.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: frozenset(
                generation_id
                for statement in (sql.OWN_WORK_IDS, sql.OWN_UNTOLD_IDS)
                for generation_id in connection.execute(statement, {"me": owner}).scalars()
            )
        )

    async def holds(self, owner: str, generation_id: int) -> bool:
        """Tell whether that generation is still unfinished and *owner*'s.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"me": owner, "generation_id": generation_id}
        return await self._database.read(
            lambda connection: connection.execute(sql.HELD, values).first() is not None
        )

    async def others_at_work(self, owner: str, now: datetime) -> Sequence[str]:
        """Return who else has work with a lease that still holds *now*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"me": owner, "now": now}
        return await self._database.read(
            lambda connection: sorted({*connection.execute(sql.OTHERS_AT_WORK, values).scalars()})
        )

    async def renew(self, owner: str, until: datetime) -> int:
        """Prolong the leases of all that *owner* works on; return how many these are.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"me": owner, "until": until}
        return await self._database.writer.write(
            lambda connection: sum(
                connection.execute(statement, values).rowcount
                for statement in (sql.RENEW_WORK, sql.RENEW_UNTOLD)
            )
        )

    async def lapsed(self, owner: str, now: datetime, limit: int) -> Mapping[int, datetime]:
        """Return others' leases that have run out before *now*, by the generations' ids.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"me": owner, "now": now, "limit": limit}
        return await self._database.read(
            lambda connection: {
                row.id: row.lease_until
                for statement in (sql.LAPSED_WORK, sql.LAPSED_UNTOLD)
                for row in connection.execute(statement, values)
            }
        )

    async def take_over(
        self, owner: str, until: datetime, lapsed: Mapping[int, datetime]
    ) -> Sequence[Generation]:
        """Make *owner* the owner of those whose lease is still the one that was seen.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Sequence[Generation]:
            rows = [
                row
                for generation_id, seen in lapsed.items()
                for row in connection.execute(
                    sql.TAKE_OVER,
                    {"generation_id": generation_id, "seen": seen, "me": owner, "until": until},
                ).mappings()
            ]
            return with_images(connection, rows)

        return await self._database.writer.write(job)

    async def adopt(
        self, owner: str, until: datetime, before: datetime, limit: int
    ) -> Sequence[Generation]:
        """Take what ended before that moment, is nobody's, and was told to nobody.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Sequence[Generation]:
            found = connection.execute(sql.NOBODYS_UNTOLD, {"before": before, "limit": limit})
            rows = [
                row
                for generation_id in found.scalars().all()
                for row in connection.execute(
                    sql.ADOPT, {"generation_id": generation_id, "me": owner, "until": until}
                ).mappings()
            ]
            return with_images(connection, rows)

        return await self._database.writer.write(job)

    async def told(self, generation_id: int, rung: Rung) -> bool:
        """Note by which road the end of a failed or cancelled generation was told.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"generation_id": generation_id, "road": rung}
        return await self._database.writer.write(
            lambda connection: connection.execute(sql.TELL, values).rowcount == 1
        )

    async def units_back(self, generation: Generation) -> int:
        """Return how many units of *generation* were given back.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"generation_id": generation.id}
        taken = await self._database.read(
            lambda connection: connection.execute(NET_OF, values).scalar()
        )
        return generation.units - int(taken or 0)
