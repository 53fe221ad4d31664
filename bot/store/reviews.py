"""The store of reviews: what waits for moderators, what they decide, and the cards of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    case,
    false,
    literal_column,
    select,
    text,
    true,
    update,
)

from bot.domain.generation import Generation
from bot.domain.moderation.log import LogEntry
from bot.domain.moderation.reviews import BY_IMAGE, Review, ReviewStatus
from bot.domain.moderation.verdicts import Rule
from bot.store.barring import end_waiting
from bot.store.block_rows import Blocked, block, trust
from bot.store.database import Database
from bot.store.holding import Hold, hold, refuse
from bot.store.moderation_log import note
from bot.store.moderation_schema import reviews
from bot.store.review_rows import IS_OPEN, open_in_server, review_from
from bot.store.review_steps import BY_ID, Decided, Ruling, decide
from bot.store.writer import MEMBER_PATIENCE_S

MOST_AT_ONCE = 100  # of one member, with one press; each waits for a place of a waiting limit
_MOST_COUNTED = 10_000

OF_GENERATION = (
    select(reviews)
    .where(reviews.c.generation_id == bindparam("of_generation"))
    .order_by(reviews.c.stage)  # that of the image first, which comes after the prompt's
    .limit(1)
)
OF_MEMBER = (
    select(reviews)
    .where(IS_OPEN)
    .where(reviews.c.server_id == bindparam("of_server"))
    .where(reviews.c.member_id == bindparam("of_member"))
    .order_by(reviews.c.id)
    .limit(literal_column(str(MOST_AT_ONCE)))
)
OVER = (
    select(reviews.c.id, reviews.c.server_id)
    .where(IS_OPEN)
    .where(reviews.c.expires_at <= bindparam("now"))
    .order_by(reviews.c.expires_at, reviews.c.id)
    .limit(bindparam("limit"))
)
PAGE = (
    select(reviews)
    .where(IS_OPEN)
    .where(reviews.c.server_id == bindparam("of_server"))
    .where(reviews.c.id > bindparam("after_id"))
    .order_by(reviews.c.id)
    .limit(bindparam("limit"))
)
STALE = (
    select(reviews)
    .where(text("NOT is_card_current"))
    .where(reviews.c.id > bindparam("after_id"))
    .order_by(reviews.c.id)
    .limit(bindparam("limit"))
)
SET_CARD = (
    update(reviews)
    .where(reviews.c.id == bindparam("review_id"))
    .values(
        channel_id=bindparam("card_channel"),
        message_id=bindparam("card_message"),
        # What was decided while the card was on its way is shown by another edit.
        is_card_current=case((reviews.c.status == bindparam("seen"), true()), else_=false()),
    )
)
LOOK_AT_CARDS = (
    update(reviews)
    .where(reviews.c.id.in_(bindparam("ids", expanding=True)), IS_OPEN)
    .values(is_card_current=False)
)


class Reviews:
    """Each decision is a compare-and-set: the first one counts, whoever else is at it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, review_id: int) -> Review | None:
        """Return a review."""
        found = await self._many(BY_ID, {"review_id": review_id})
        return found[0] if found else None

    async def of_generation(self, generation_id: int) -> Review | None:
        """Return the newest review of a generation."""
        found = await self._many(OF_GENERATION, {"of_generation": generation_id})
        return found[0] if found else None

    async def hold(self, generation_id: int, why: Hold) -> Generation | None:
        """Ready → held; None: another has taken the step, or the generation has ended.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: hold(connection, generation_id, why)
        )

    async def refuse(self, generation_id: int, why: Hold, reason: str) -> Generation | None:
        """Ready → rejected by a rule, with a *reason* for the member; None as of ``hold``.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: refuse(connection, generation_id, why, reason)
        )

    async def decide(self, review_id: int, ruling: Ruling) -> Decided | None:
        """Take a decision, if none was taken yet; None: that server has no such review.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: decide(connection, review_id, ruling),
            patience_s=MEMBER_PATIENCE_S,
        )

    async def open_of_member(self, server_id: int, member_id: int) -> Sequence[Review]:
        """Return what waits of a member, the oldest first, as far as one press decides it.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._many(OF_MEMBER, {"of_server": server_id, "of_member": member_id})

    async def trust(
        self,
        member_id: int,
        until: datetime,
        ruling: Ruling,
        entry: LogEntry,
        *,
        but: frozenset[int] = frozenset(),
    ) -> Sequence[Decided]:
        """Trust a member until then, and let pass what waits of them; both or neither.

        What waits for what an image shows is left to be looked at, and so are the reviews *but*.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Sequence[Decided]:
            trust(connection, member_id, until, entry)
            return _pass_all(connection, member_id, ruling, but)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def block(self, member_id: int, until: datetime | None, entry: LogEntry) -> Blocked:
        """Block a member until then, None for good, and reject what waits; both or neither.

        A block that lasts as long is left as it is; what waits is rejected all the same.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Blocked:
            blocked = block(connection, member_id, until, entry)
            if blocked.kept is not None:
                ended = end_waiting(connection, member_id, blocked.kept.until, entry)
                return replace(blocked, ended=ended)
            note(connection, entry)
            return blocked

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def over(self, now: datetime, limit: int) -> Sequence[tuple[int, int]]:
        """Return the ids, and the servers, of what nobody has decided in time.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"now": now, "limit": limit}
        return await self._database.read(
            lambda connection: [(row.id, row.server_id) for row in connection.execute(OVER, values)]
        )

    async def open(self, server_id: int, after_id: int, limit: int) -> Sequence[Review]:
        """Return what waits in a server, the oldest first.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._many(
            PAGE, {"of_server": server_id, "after_id": after_id, "limit": limit}
        )

    async def open_count(self, server_id: int) -> int:
        """Return how many wait in a server, counted up to ten thousand.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: open_in_server(connection, server_id, _MOST_COUNTED)
        )

    async def stale(self, after_id: int, limit: int) -> Sequence[Review]:
        """Return reviews whose cards do not show them as they stand, in order of ids.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._many(STALE, {"after_id": after_id, "limit": limit})

    async def card_shows(
        self, review_id: int, seen: ReviewStatus, card: tuple[int, int] | None
    ) -> None:
        """Note the card (channel and message), and that it shows the status that was *seen*.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        channel_id, message_id = card or (None, None)
        values = {
            "review_id": review_id,
            "seen": seen,
            "card_channel": channel_id,
            "card_message": message_id,
        }
        await self._database.writer.write(lambda connection: connection.execute(SET_CARD, values))

    async def look_at_cards(self, ids: Collection[int]) -> None:
        """Let the cards of what waits be looked at: one that was deleted is posted anew.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._database.writer.write(
            lambda connection: connection.execute(LOOK_AT_CARDS, {"ids": list(ids)})
        )

    async def _many(
        self, statement: Select[tuple[object, ...]], values: dict[str, object]
    ) -> Sequence[Review]:
        return await self._database.read(
            lambda connection: [
                review_from(row) for row in connection.execute(statement, values).mappings()
            ]
        )


def _pass_all(
    connection: Connection, member_id: int, ruling: Ruling, but: frozenset[int]
) -> Sequence[Decided]:
    values = {"of_server": ruling.server_id, "of_member": member_id}
    ids = [
        row.id
        for row in connection.execute(OF_MEMBER, values)
        if Rule(row.rule) not in BY_IMAGE and row.id not in but
    ]
    found = [decide(connection, review_id, ruling) for review_id in ids]
    return [one for one in found if one is not None]
