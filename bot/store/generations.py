"""The store of generations: values in, values out, every change through the one writer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Connection, Select, bindparam, literal_column, select, update

from bot.domain.generation import (
    Admitted,
    Generation,
    MemberLimits,
    NewGeneration,
    Rung,
    Status,
    StoredImage,
)
from bot.store import admission, claims, steps
from bot.store.database import Database
from bot.store.rows import with_images
from bot.store.schema import generations

BY_ID = select(generations).where(generations.c.id == bindparam("id"))
BY_MESSAGE = (
    select(generations)
    .where(generations.c.message_id == bindparam("message_id"))
    .where(generations.c.message_id.is_not(None))
    .order_by(generations.c.id.desc())
    .limit(1)
)
QUEUED = select(generations).where(generations.c.status == literal_column(f"'{Status.QUEUED}'"))
OWNED = (
    select(generations)
    .where(generations.c.finished_at.is_(None))
    .where(generations.c.owner == bindparam("owner"))
    .where(generations.c.status.in_((Status.SUBMITTING, Status.RUNNING, Status.READY)))
)
HISTORY = (
    select(generations)
    .where(generations.c.server_id == bindparam("server_id"))
    .where(generations.c.member_id == bindparam("member_id"))
    .where(generations.c.id < bindparam("before_id"))
    .where(generations.c.status == literal_column(f"'{Status.DELIVERED}'"))
    .order_by(generations.c.id.desc())
    .limit(bindparam("limit"))
)
ERASE_TOKENS = (
    update(generations)
    .where(generations.c.token.is_not(None))
    .where(generations.c.created_at < bindparam("before"))
    .values(token=None)
)
SET_MESSAGE = (
    update(generations)
    .where(generations.c.id == bindparam("generation_id"))
    .values(message_id=bindparam("card_id"))
)
_NO_ID = 2**63 - 1


class Generations:
    """All generations; each step of one is a compare-and-set that tells whether it was taken."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def admit(self, new: NewGeneration, limits: MemberLimits, now: datetime) -> Admitted:
        """Write a queued generation and take its units, both or neither.

        Its place in the queue is counted as by ``place_in_queue``.

        Raises:
            QuotaExceeded: Fewer units are left of the UTC day of *now* than the request needs.
            TooManyWaiting: The member has as many generations waiting as one may have.
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: admission.admit(connection, new, limits, now)
        )

    async def get(self, generation_id: int) -> Generation | None:
        """Return a generation with its images."""
        return await self._one(BY_ID, {"id": generation_id})

    async def find_by_message(self, message_id: int) -> Generation | None:
        """Return the newest generation whose card is the message."""
        return await self._one(BY_MESSAGE, {"message_id": message_id})

    async def history(
        self, member_id: int, server_id: int, *, limit: int, before_id: int | None = None
    ) -> Sequence[Generation]:
        """Return delivered generations, the newest first, older than *before_id*."""
        return await self._many(
            HISTORY,
            {
                "member_id": member_id,
                "server_id": server_id,
                "before_id": _NO_ID if before_id is None else before_id,
                "limit": limit,
            },
        )

    async def unfinished(self, owner: str) -> Sequence[Generation]:
        """Return what goes on after a start, the oldest first.

        That is all that is queued, and what *owner* had as submitting, running or ready. What
        waits for a moderator is not among it.
        """

        def query(connection: Connection) -> Sequence[Generation]:
            # Two questions, because an OR between two partial indexes reads the whole table.
            queued = connection.execute(QUEUED).mappings().all()
            owned = connection.execute(OWNED, {"owner": owner}).mappings().all()
            return with_images(connection, sorted([*queued, *owned], key=itemgetter("id")))

        return await self._database.read(query)

    async def place_in_queue(self, generation_id: int) -> int | None:
        """Return the place, 1 = next, or None if it is not queued.

        Counted up to ``claims.MAX_PLACE``; whoever is further behind gets one more than that.
        """
        return await self._database.read(
            lambda connection: claims.place_in_queue(connection, generation_id)
        )

    async def set_message(self, generation_id: int, message_id: int) -> bool:
        """Remember the card, once it is sent; False if there is no such generation."""
        values = {"generation_id": generation_id, "card_id": message_id}
        return await self._database.writer.write(
            lambda connection: connection.execute(SET_MESSAGE, values).rowcount == 1
        )

    async def claim(
        self,
        provider: str,
        owner: str,
        lease_until: datetime,
        now: datetime,
        running_per_member: int,
    ) -> Generation | None:
        """Queued → submitting, for the lowest turn of whoever has a slot left."""
        return await self._database.writer.write(
            lambda connection: claims.claim(
                connection,
                provider,
                owner=owner,
                lease_until=lease_until,
                now=now,
                running_per_member=running_per_member,
            )
        )

    async def requeue(self, generation_id: int, now: datetime) -> bool:
        """Submitting → queued, at the old turn: only if the provider surely did not take it."""
        return await self._database.writer.write(
            lambda connection: steps.requeue(connection, generation_id, now)
        )

    async def started(
        self, generation_id: int, task_id: str, warning: str | None, now: datetime
    ) -> bool:
        """Submitting → running, under the provider's *task_id*."""
        return await self._database.writer.write(
            lambda connection: steps.started(connection, generation_id, task_id, warning, now)
        )

    async def ready(
        self, generation_id: int, images: Sequence[StoredImage], now: datetime
    ) -> Generation | None:
        """Running → ready: write the images' rows, give back the units of those that are missing.

        None: another has taken the step, or the generation has ended.
        """
        return await self._database.writer.write(
            lambda connection: steps.ready(connection, generation_id, images, now)
        )

    async def delivered(self, generation_id: int, rung: Rung, now: datetime) -> bool:
        """Ready → delivered by *rung*; final."""
        return await self._database.writer.write(
            lambda connection: steps.delivered(connection, generation_id, rung, now)
        )

    async def failed(
        self, generation_id: int, reason: str, now: datetime, expected: Iterable[Status]
    ) -> bool:
        """One of *expected* → failed with a *reason* for the member; all units go back, once."""
        return await self._end(generation_id, Status.FAILED, reason, now, expected)

    async def cancelled(
        self, generation_id: int, now: datetime, expected: Iterable[Status]
    ) -> bool:
        """One of *expected* → cancelled; all units go back, once."""
        return await self._end(generation_id, Status.CANCELLED, None, now, expected)

    async def erase_tokens(self, before: datetime) -> int:
        """Forget the interaction tokens of what was admitted before; return how many."""
        return await self._database.writer.write(
            lambda connection: connection.execute(ERASE_TOKENS, {"before": before}).rowcount
        )

    async def _end(
        self,
        generation_id: int,
        status: Status,
        reason: str | None,
        now: datetime,
        expected: Iterable[Status],
    ) -> bool:
        possible = frozenset(expected)
        return await self._database.writer.write(
            lambda connection: steps.ended(connection, generation_id, status, reason, now, possible)
        )

    async def _one(
        self, statement: Select[tuple[object, ...]], values: dict[str, object]
    ) -> Generation | None:
        found = await self._many(statement, values)
        return found[0] if found else None

    async def _many(
        self, statement: Select[tuple[object, ...]], values: dict[str, object]
    ) -> Sequence[Generation]:
        def query(connection: Connection) -> Sequence[Generation]:
            return with_images(connection, connection.execute(statement, values).mappings().all())

        return await self._database.read(query)
