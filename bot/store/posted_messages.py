"""Which messages show a generation's images beside its first card, and which of all are to go.

What is deleted marks them in its own transaction; whoever takes a message away forgets its row
afterwards. So a crash, or a Discord that does not answer, leaves none behind for good.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    Connection,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.column_types import UtcTime
from bot.store.database import Database
from bot.store.moderation_schema import cases
from bot.store.schema import generations
from bot.store.session_stale import unsettle
from bot.store.shown_schema import posted_messages
from bot.store.writer import MEMBER_PATIENCE_S

NOTE = upsert(posted_messages).on_conflict_do_nothing()
OF = select(posted_messages.c.message_id, posted_messages.c.channel_id).where(
    posted_messages.c.generation_id == bindparam("of_generation")
)
GOING = (
    select(
        posted_messages.c.message_id,
        posted_messages.c.channel_id,
        posted_messages.c.generation_id,
    )
    .where(posted_messages.c.goes_at.is_not(None))
    .where(posted_messages.c.goes_at <= bindparam("now", type_=UtcTime))
    .order_by(posted_messages.c.goes_at)
    .limit(bindparam("limit"))
)
_IN_IDS: BindParameter[int] = bindparam("ids", expanding=True)
FORGET = delete(posted_messages).where(posted_messages.c.message_id.in_(_IN_IDS))
PUT_OFF = (
    update(posted_messages)
    .where(posted_messages.c.message_id.in_(_IN_IDS))
    .values(goes_at=bindparam("until", type_=UtcTime))
)
SEND_AWAY = (
    update(posted_messages)
    .where(posted_messages.c.generation_id.in_(_IN_IDS))
    .values(goes_at=bindparam("now", type_=UtcTime))
)
# The first cards stand in the rows of their generations; an ephemeral one is out of reach.
FIRST_CARDS = (
    select(generations.c.message_id, generations.c.channel_id, generations.c.id)
    .where(generations.c.id.in_(_IN_IDS))
    .where(generations.c.message_id.is_not(None), ~generations.c.is_private)
)
CASE_CARDS = (
    update(cases)
    .where(cases.c.generation_id.in_(_IN_IDS), cases.c.message_id.is_not(None))
    .values(card_due_at=bindparam("now", type_=UtcTime))
)
DROP_POSTED = delete(posted_messages).where(posted_messages.c.generation_id.in_(_IN_IDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedMessage:
    """A message that shows images of that generation."""

    message_id: int
    channel_id: int
    generation_id: int


class PostedMessages:
    """Notes messages where they are sent, and finds them again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, posted: PostedMessage) -> None:
        """Note a message; noted twice, it is there once.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {
            "message_id": posted.message_id,
            "channel_id": posted.channel_id,
            "generation_id": posted.generation_id,
        }
        await self._database.writer.write(lambda connection: connection.execute(NOTE, values))

    async def of(self, generation_id: int) -> Sequence[PostedMessage]:
        """Return the noted messages of a generation; its first card need not be among them.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        which = {"of_generation": generation_id}
        rows = await self._database.read(lambda connection: connection.execute(OF, which).all())
        return [
            PostedMessage(message_id=row[0], channel_id=row[1], generation_id=generation_id)
            for row in rows
        ]

    async def going(self, now: datetime, limit: int) -> Sequence[PostedMessage]:
        """Return messages that are to be taken away by now, the longest due first.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"now": now, "limit": limit}
        rows = await self._database.read(
            lambda connection: connection.execute(GOING, values).mappings().all()
        )
        return [PostedMessage(**row) for row in rows]

    async def forget(self, message_ids: Iterable[int]) -> None:
        """Forget messages that are gone.

        Raises:
            StorageUnavailable: The database does not take it; they are looked for again.
        """
        ids = {"ids": list(message_ids)}
        await self._database.writer.write(
            lambda connection: connection.execute(FORGET, ids), patience_s=MEMBER_PATIENCE_S
        )

    async def put_off(self, message_ids: Iterable[int], until: datetime) -> None:
        """Try these again later.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"ids": list(message_ids), "until": until}
        await self._database.writer.write(lambda connection: connection.execute(PUT_OFF, values))


def send_away(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """Mark every message of generations that were just deleted, in the same transaction.

    What shows them among others, of a session, is withdrawn by the session.
    The moderators' cards of their cases are edited as well, for these show the images too.
    """
    connection.execute(CASE_CARDS, {"ids": ids, "now": now})
    connection.execute(SEND_AWAY, {"ids": ids, "now": now})
    unsettle(connection, ids)
    cards = connection.execute(FIRST_CARDS, {"ids": ids}).all()
    if cards:
        mark = upsert(posted_messages).on_conflict_do_update(
            index_elements=["message_id"], set_={"goes_at": now}
        )
        connection.execute(
            mark,
            [
                {
                    "message_id": row[0],
                    "channel_id": row[1],
                    "generation_id": row[2],
                    "goes_at": now,
                }
                for row in cards
            ],
        )
