"""The store of generations: values in, values out, every change through the one writer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select

from bot.domain.generation import (
    Admitted,
    Cancelled,
    Generation,
    MemberLimits,
    NewGeneration,
    QueuePlace,
    Rung,
    Status,
    StoredImage,
)
from bot.domain.moderation.log import LogEntry
from bot.store import admission, claims, places, steps
from bot.store.block_rows import ends_again
from bot.store.claims import Claim, NoRoom
from bot.store.database import Database
from bot.store.generation_queries import (
    BY_ID,
    ERASE_TOKENS,
    HAND_OUT,
    IMAGES_SINCE,
    OVERDUE,
    SET_MESSAGE,
)
from bot.store.moderation_log import note
from bot.store.recount import recount
from bot.store.rows import with_images
from bot.store.writer import MEMBER_PATIENCE_S


class Generations:
    """All generations; each step of one is a compare-and-set that tells whether it was taken.

    With an *owner*, the steps of the work are taken only where nobody else is the owner.
    """

    def __init__(self, database: Database, owner: str | None = None) -> None:
        self._database = database
        self._owner = owner

    async def admit(self, new: NewGeneration, limits: MemberLimits, now: datetime) -> Admitted:
        """Write a queued generation and take its units, both or neither.

        Its place in the queue is counted as by ``places``.

        Raises:
            LimitReached: A quota or a budget leaves too little of the day or month of *now*.
            TooManyWaiting: The member has as many generations waiting as one may have.
            ServerQueueFull: All members of the server together have as many as they may.
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: admission.admit(connection, new, limits, now),
            patience_s=MEMBER_PATIENCE_S,
        )

    async def get(self, generation_id: int) -> Generation | None:
        """Return a generation with its images."""
        return await self._one(BY_ID, {"id": generation_id})

    async def places(self, ids: Collection[int]) -> Mapping[int, QueuePlace]:
        """Return the places of those of *ids* that are queued.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: places.places(connection, ids))

    async def overdue(self, before: datetime, limit: int) -> Sequence[int]:
        """Return the ids of what was asked for before that moment and is still queued.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"before": before, "limit": limit}
        return await self._database.read(
            lambda connection: connection.execute(OVERDUE, values).scalars().all()
        )

    async def images_since(self, provider: str, since: datetime) -> Sequence[tuple[datetime, int]]:
        """Return when a provider was given how many images to make, the oldest first.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"provider": provider, "since": since}
        return await self._database.read(
            lambda connection: [
                (row.submitted_at, row.units) for row in connection.execute(IMAGES_SINCE, values)
            ]
        )

    async def recount(self) -> None:
        """Make what is counted of the queue that of its rows; for once at a start.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._database.writer.write(recount)

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
        *,
        running_per_member: int,
        running_per_server: int,
        room: int,
    ) -> Generation | NoRoom | None:
        """Queued → submitting, for whose turn it is among those who may run one more.

        Args:
            provider: Whose queue.
            owner: Who claims.
            lease_until: Until when it is the owner's.
            now: When it is claimed.
            running_per_member: How many of one member may run, this one among them.
            running_per_server: The same of all members of a server.
            room: How many images the provider takes now. Who needs more keeps the turn, and
                nobody is let past.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        wanted = Claim(
            provider=provider,
            owner=owner,
            lease_until=lease_until,
            now=now,
            running_per_member=running_per_member,
            running_per_server=running_per_server,
            room=room,
        )
        return await self._database.writer.write(
            lambda connection: claims.claim(connection, wanted)
        )

    async def requeue(self, generation_id: int, now: datetime) -> bool:
        """Submitting → queued, at the old turn: only if the provider surely did not take it.

        False also if its member was blocked meanwhile: then it has ended.
        """
        return await self._database.writer.write(
            lambda connection: (
                steps.requeue(connection, generation_id, now, self._owner)
                and not ends_again(connection, generation_id, now)
            )
        )

    async def started(
        self, generation_id: int, task_id: str, warning: str | None, now: datetime
    ) -> bool:
        """Submitting → running, under the provider's *task_id*."""
        return await self._database.writer.write(
            lambda connection: steps.started(
                connection, generation_id, task_id, warning, now, self._owner
            )
        )

    async def ready(
        self, generation_id: int, images: Sequence[StoredImage], now: datetime
    ) -> Generation | None:
        """Running → ready: write the images' rows, give back the units of those that are missing.

        None: another has taken the step, or the generation has ended.
        """
        return await self._database.writer.write(
            lambda connection: steps.ready(connection, generation_id, images, now, self._owner)
        )

    async def delivered(self, generation_id: int, rung: Rung, now: datetime) -> bool:
        """Ready → delivered by *rung*; final."""
        return await self._database.writer.write(
            lambda connection: steps.delivered(connection, generation_id, rung, now, self._owner)
        )

    async def handed_out(self, generation_id: int, rung: Rung) -> bool:
        """Note that images that were kept have reached their owner after all, by *rung*."""
        values = {"generation_id": generation_id, "road": rung}
        return await self._database.writer.write(
            lambda connection: connection.execute(HAND_OUT, values).rowcount == 1
        )

    async def failed(
        self,
        generation_id: int,
        reason: str,
        now: datetime,
        expected: Iterable[Status],
        entry: LogEntry | None = None,
    ) -> bool:
        """One of *expected* → failed with a *reason* for the member; all units go back, once.

        *entry* goes into the moderation log with it, if a rule was the reason.
        """
        possible = frozenset(expected)

        def job(connection: Connection) -> bool:
            is_ours = steps.ended(
                connection, generation_id, Status.FAILED, reason, now, possible, self._owner
            )
            if is_ours and entry is not None:
                note(connection, entry)
            return is_ours

        return await self._database.writer.write(job)

    async def cancel(
        self, generation_id: int, now: datetime, entry: LogEntry | None = None
    ) -> Cancelled | None:
        """Queued, submitting or running → cancelled; None: too late, or there is none.

        What waited gets all its units back; what the service has counts, since it charges. *entry*
        goes into the log with it, if it was a moderator's.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Cancelled | None:
            cancelled = steps.cancel(connection, generation_id, now)
            if cancelled is not None and entry is not None:
                note(connection, entry)
            return cancelled

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def never_taken(self, generation_id: int, now: datetime) -> int:
        """Give back the units of what was cancelled during a submit that failed; return them.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: steps.never_taken(connection, generation_id, now)
        )

    async def erase_tokens(self, before: datetime) -> int:
        """Forget the interaction tokens of what was admitted before; return how many."""
        return await self._database.writer.write(
            lambda connection: connection.execute(ERASE_TOKENS, {"before": before}).rowcount
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
