"""Appeals against strikes, and the notices that members get: each once, and none is lost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, literal_column, select, update

from bot.domain.moderation.log import Action
from bot.domain.moderation.strikes import AppealStatus, Notice, Outcome, Strike
from bot.store.column_types import UtcTime
from bot.store.database import Database
from bot.store.lifting import lift
from bot.store.moderation_log import note
from bot.store.moderation_schema import strikes
from bot.store.strike_rows import change, entry, get
from bot.store.writer import MEMBER_PATIENCE_S

_DUE: ColumnElement[str] = literal_column(f"'{Notice.DUE}'")
_NEXT: ColumnElement[str] = literal_column(f"'{Notice.NEXT}'")
NOTICES = (
    select(strikes.c.id)
    .where(strikes.c.notice == _DUE)
    .order_by(strikes.c.id)
    .limit(bindparam("limit"))
)
TO_TELL = (
    select(strikes.c.id)
    .where(strikes.c.notice == _NEXT, strikes.c.member_id == bindparam("of_member"))
    .order_by(strikes.c.id)
    .limit(bindparam("limit"))
)
CARDS = (
    select(strikes.c.id)
    .where(strikes.c.card_due_at.is_not(None))
    .where(strikes.c.card_due_at <= bindparam("now", type_=UtcTime))
    .order_by(strikes.c.card_due_at)
    .limit(bindparam("limit"))
)
# Not what has changed since it was told: that is told once more.
TOLD = (
    update(strikes)
    .where(strikes.c.id == bindparam("of_id"))
    .where(strikes.c.appeal_status == bindparam("seen_status"))
    .where((strikes.c.lifted_at.is_(None)) == bindparam("seen_standing"))
    .values(notice=bindparam("how"))
)
CARD_SHOWN = (
    update(strikes)
    .where(strikes.c.id == bindparam("of_id"))
    .values(
        card_due_at=case(
            (
                strikes.c.appeal_status == bindparam("seen_status"),
                bindparam("due_at", type_=UtcTime),
            ),
            else_=strikes.c.card_due_at,  # it has changed meanwhile, and is due as before
        ),
        appeal_channel_id=bindparam("in_channel"),
        appeal_message_id=bindparam("as_message"),
    )
)


class Appeals:
    """Takes appeals and decisions about them, and knows who is still to be told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def appeal(
        self, strike_id: int, member_id: int, words: str, now: datetime
    ) -> Outcome | None:
        """Appeal against one's own, once; None if the member has none of that id.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Outcome | None:
            found = get(connection, strike_id)
            if found is None or found.member_id != member_id:
                return None
            if not found.may_be_appealed(now):
                return Outcome(strike=found, is_first=False)
            note(connection, entry(found, Action.APPEALED, member_id, now))
            values = {"appeal_status": AppealStatus.OPEN, "appealed_at": now, "card_due_at": now}
            return Outcome(strike=change(connection, found.id, appeal=words, **values))

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def grant(
        self, strike_id: int, server_id: int, moderator_id: int, now: datetime
    ) -> Outcome | None:
        """Grant an appeal, which lifts what it is against; None if that server has none such.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def decide(connection: Connection, found: Strike) -> Outcome:
            if found.lifted_at is not None:
                return Outcome(strike=found, is_first=False)
            return lift(connection, found, moderator_id, now, Action.APPEAL_GRANTED)

        return await self._decide(strike_id, server_id, decide)

    async def deny(
        self, strike_id: int, server_id: int, moderator_id: int, answer: str, now: datetime
    ) -> Outcome | None:
        """Deny an appeal, with the reason; None if that server has none such.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def decide(connection: Connection, found: Strike) -> Outcome:
            told = entry(found, Action.APPEAL_DENIED, moderator_id, now)
            note(connection, replace(told, note=answer))
            values = {"decided_at": now, "decided_by": moderator_id, "card_due_at": now}
            denied = change(
                connection,
                found.id,
                appeal_status=AppealStatus.DENIED,
                answer=answer,
                notice=Notice.DUE,
                **values,
            )
            return Outcome(strike=denied)

        return await self._decide(strike_id, server_id, decide)

    async def _decide(
        self, strike_id: int, server_id: int, decide: Callable[[Connection, Strike], Outcome]
    ) -> Outcome | None:
        def job(connection: Connection) -> Outcome | None:
            found = get(connection, strike_id)
            if found is None or found.server_id != server_id or found.appeal is None:
                return None
            if found.appeal_status is not AppealStatus.OPEN:
                return Outcome(strike=found, is_first=False)
            return decide(connection, found)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def notices(self, limit: int) -> Sequence[int]:
        """Return the ids of what members are still to be told of by direct message.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(
            lambda connection: connection.execute(NOTICES, {"limit": limit}).scalars().all()
        )

    async def to_tell(self, member_id: int, limit: int) -> Sequence[Strike]:
        """Return what that member is to be told with their next answer.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"of_member": member_id, "limit": limit}

        def job(connection: Connection) -> Sequence[Strike]:
            found = [get(connection, one) for one in connection.execute(TO_TELL, values).scalars()]
            return [one for one in found if one is not None]

        return await self._database.read(job)

    async def told(self, seen: Strike, how: Notice) -> None:
        """Note how the member was told of it, unless it has changed since.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {
            "of_id": seen.id,
            "seen_status": seen.appeal_status,
            "seen_standing": seen.lifted_at is None,
            "how": how,
        }
        await self._database.writer.write(lambda connection: connection.execute(TOLD, values))

    async def cards_due(self, now: datetime, limit: int) -> Sequence[int]:
        """Return the ids of appeals whose cards are to be posted or edited.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"now": now, "limit": limit}
        return await self._database.read(
            lambda connection: connection.execute(CARDS, values).scalars().all()
        )

    async def card_shown(
        self, seen: Strike, where: tuple[int | None, int | None], due_at: datetime | None
    ) -> None:
        """Note where an appeal's card is, and when it is to be tried again, None for never.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {
            "of_id": seen.id,
            "seen_status": seen.appeal_status,
            "due_at": due_at,
            "in_channel": where[0],
            "as_message": where[1],
        }
        await self._database.writer.write(lambda connection: connection.execute(CARD_SHOWN, values))
