"""The limits of one request, checked in the transaction that admits it; and who is to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import MemberLimits, NewGeneration, Place
from bot.domain.moderation.asker import Asker
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Rule
from bot.domain.quota_refusals import LimitReached
from bot.domain.quotas import (
    FULL_PERCENT,
    WARNING_PERCENT,
    Amount,
    Limit,
    Scope,
    Shortage,
    marks_reached,
    percent_used,
    shortage,
)
from bot.store.budget_marks import forget_older
from bot.store.moderation_log import note
from bot.store.prepared import Prepared
from bot.store.quota_rows import limits_here
from bot.store.quota_schema import budget_notices
from bot.store.spending import ALL_SERVERS, spent
from bot.store.windows import key_of, next_begin, utc_day

_NOTICE = Prepared(
    upsert(budget_notices).on_conflict_do_nothing().returning(budget_notices.c.percent),
    ("server_id", "period", "percent", "at"),
)
_BUDGETS = frozenset({Scope.SERVER, Scope.OPERATOR})
_NOTHING = Amount()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A limit, and what counts against it so far."""

    limit: Limit
    used: Amount


def standings(
    connection: Connection, place: Place, asker: Asker, limits: MemberLimits, now: datetime
) -> Sequence[Standing]:
    """Return every limit of whoever asks there, with what is used of it."""
    used = spent(connection, place, now)
    return [
        Standing(limit=limit, used=used.get((limit.counted, limit.period), _NOTHING))
        for limit in limits_here(connection, place, asker, limits)
    ]


def check_limits(
    connection: Connection, new: NewGeneration, limits: MemberLimits, now: datetime
) -> Sequence[Standing]:
    """Let pass what every limit has room for, and return how each stood before.

    Raises:
        LimitReached: Names the first that has not.
    """
    wanted = Amount(images=new.request.units, cost_micros=new.cost_micros)
    every = standings(connection, new.place, new.asker, limits, now)
    for standing in every:
        missing = shortage(standing.limit, standing.used, wanted)
        if missing is not None:
            raise LimitReached(
                missing,
                now=now,
                resets_at=next_begin(now, standing.limit.period),
                currency=limits.currency,
            )
    return every


def note_marks(
    connection: Connection, new: NewGeneration, before: Sequence[Standing], now: datetime
) -> None:
    """Note which marks the budgets have reached with *new*, so that their admins are told."""
    for standing in before:
        limit, used = standing.limit, standing.used
        if limit.source not in _BUDGETS:
            continue
        after = Amount(
            images=used.images + new.request.units, cost_micros=used.cost_micros + new.cost_micros
        )
        for percent in marks_reached(percent_used(limit.allowance, after)):
            note_mark(connection, limit, new.place.server_id, percent, now)


def note_refusal(connection: Connection, missing: Shortage, server_id: int, now: datetime) -> None:
    """Note that a budget stops requests, though a little of it may be left.

    Not if that is more than a little: then it was the request that was too large.
    """
    is_little = missing.left * FULL_PERCENT <= missing.most * (FULL_PERCENT - WARNING_PERCENT)
    if missing.limit.source in _BUDGETS and is_little:
        note_mark(connection, missing.limit, server_id, FULL_PERCENT, now)


def note_mark(
    connection: Connection, limit: Limit, server_id: int, percent: int, now: datetime
) -> None:
    """Note it once for each period, and log it for the server."""
    is_operators = limit.source is Scope.OPERATOR
    is_new = _NOTICE.run(
        connection,
        {
            "server_id": ALL_SERVERS if is_operators else server_id,
            "period": key_of(limit.period, utc_day(now)),
            "percent": percent,
            "at": now,
        },
    )
    if is_new:
        forget_older(connection, ALL_SERVERS if is_operators else server_id, now)
    if is_new and not is_operators:
        note(
            connection,
            LogEntry(
                server_id=server_id,
                at=now,
                action=Action.BUDGET_REACHED,
                rule=Rule.BUDGET,
                values={"percent": str(percent), "period": str(limit.period)},
            ),
        )
