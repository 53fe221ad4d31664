"""Writing a new generation: limits checked, turn given, units taken, all in one transaction.

Check and insert cannot be overtaken by another's: the transaction holds the write lock from its
beginning.
"""

from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    bindparam,
    distinct,
    func,
    insert,
    literal_column,
    select,
)

from bot.domain.generation import (
    Admitted,
    Generation,
    MemberLimits,
    NewGeneration,
    Status,
)
from bot.errors import QuotaExceeded, TooManyWaiting
from bot.store.claims import count_ahead
from bot.store.ledger import reserve
from bot.store.rows import new_row
from bot.store.schema import generations, ledger, queues
from bot.store.turns import turn
from bot.store.windows import resets_in_s, utc_day

_OPEN = generations.c.finished_at.is_(None)
# Written out, since a list of parameters is rendered anew at each run.
_WAITING = generations.c.status.in_(
    [literal_column(f"'{status}'") for status in (Status.IN_REVIEW, Status.QUEUED)]
)
_IN_SERVER = generations.c.server_id == bindparam("server_id")
_MINE = generations.c.member_id == bindparam("member_id")


STANDING = select(
    select(func.coalesce(func.sum(ledger.c.units), 0))
    .where(ledger.c.server_id == bindparam("server_id"))
    .where(ledger.c.day == bindparam("day"))
    .where(ledger.c.member_id == bindparam("member_id"))
    .scalar_subquery()
    .label("used"),
    select(func.count())
    .where(_OPEN, _IN_SERVER, _MINE, _WAITING)
    .scalar_subquery()
    .label("waiting"),
    select(func.coalesce(func.max(generations.c.turn), 0.0))
    .where(_OPEN, _IN_SERVER, _MINE)
    .scalar_subquery()
    .label("last"),
    select(func.count(distinct(generations.c.member_id)))
    .where(_OPEN, _IN_SERVER, _WAITING, generations.c.member_id != bindparam("member_id"))
    .scalar_subquery()
    .label("others"),
    func.coalesce(
        select(queues.c.clock).where(queues.c.provider == bindparam("provider")).scalar_subquery(),
        literal_column("0.0"),
    ).label("clock"),
)
_INSERT = insert(generations).returning(generations.c.id)


def admit(
    connection: Connection, new: NewGeneration, limits: MemberLimits, now: datetime
) -> Admitted:
    """Write the row and take its units, if quota and waiting limit allow it.

    The place in the queue is counted here as well: asked for apart, it would cost the first
    answer another wait.

    Raises:
        QuotaExceeded: Fewer units are left of the UTC day of *now* than the request needs.
        TooManyWaiting: The member has as many generations waiting as one may have.
    """
    standing = _standing(connection, new, now)
    _check(standing, new.request.units, limits, now)
    own_turn = turn(
        new.request,
        clock=standing["clock"],
        last=standing["last"],
        members=standing["others"] + 1,
    )
    generation_id = connection.execute(_INSERT, new_row(new, own_turn, now)).scalar_one()
    reserve(connection, generation_id, new, now)
    return Admitted(
        generation=_queued(generation_id, new, now),
        position=count_ahead(connection, new.provider, own_turn, generation_id) + 1,
    )


def _standing(connection: Connection, new: NewGeneration, now: datetime) -> RowMapping:
    return (
        connection.execute(
            STANDING,
            {
                "server_id": new.place.server_id,
                "member_id": new.place.member_id,
                "provider": new.provider,
                "day": utc_day(now),
            },
        )
        .mappings()
        .one()
    )


def _check(standing: RowMapping, wanted: int, limits: MemberLimits, now: datetime) -> None:
    left = max(0, limits.daily_quota - standing["used"])
    if wanted > left:
        raise QuotaExceeded(
            wanted=wanted, left=left, quota=limits.daily_quota, resets_in_s=resets_in_s(now)
        )
    if standing["waiting"] >= limits.waiting:
        raise TooManyWaiting(waiting=standing["waiting"], limit=limits.waiting)


def _queued(generation_id: int, new: NewGeneration, now: datetime) -> Generation:
    return Generation(
        id=generation_id,
        status=Status.QUEUED,
        request=new.request,
        place=new.place,
        provider=new.provider,
        style=new.style,
        origin=new.origin,
        parent_id=new.parent_id,
        task_id=None,
        units=new.request.units,
        created_at=now,
        submitted_at=None,
        ready_at=None,
        finished_at=None,
        reason=None,
        warning=None,
        rung=None,
    )
