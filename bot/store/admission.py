"""Writing a new generation: limits checked, turn given, units taken, all in one transaction.

Check and insert cannot be overtaken by another's: the transaction holds the write lock from its
beginning.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
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
from bot.domain.moderation.blocks import BlockedMeanwhile
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.reviews import ReviewStage
from bot.domain.moderation.verdicts import Verdict
from bot.errors import ServerQueueFull, TooManyWaiting
from bot.store.block_rows import standing as standing_block
from bot.store.flows import Entry, Standing, enter
from bot.store.ledger import reserve
from bot.store.limits import check_limits, note_marks
from bot.store.moderation_log import note
from bot.store.moderation_schema import blocks
from bot.store.parked import take
from bot.store.places import place_of_new
from bot.store.prepared import Prepared, Row
from bot.store.review_rows import Subject, insert_review, open_in_server
from bot.store.rows import NEW_COLUMNS, new_row
from bot.store.schema import generations, member_turns, server_turns
from bot.store.session_admission import check_entry, insert_entry
from bot.store.turns import work_of

_OPEN = generations.c.finished_at.is_(None)
# Written out, since a list of parameters is rendered anew at each run.
_WAITING = generations.c.status.in_(
    [literal_column(f"'{status}'") for status in (Status.IN_REVIEW, Status.QUEUED)]
)
_IN_SERVER = generations.c.server_id == bindparam("server_id")
_MINE = generations.c.member_id == bindparam("member_id")
_NOTHING: ColumnElement[float] = literal_column("0")
_one = select(literal_column("1").label("one")).subquery("one")

STANDING = (
    select(
        select(func.count())
        .where(_OPEN, _IN_SERVER, _MINE, _WAITING)
        .scalar_subquery()
        .label("waiting"),
        func.coalesce(server_turns.c.finish, _NOTHING).label("server_finish"),
        func.coalesce(server_turns.c.clock, _NOTHING).label("server_clock"),
        func.coalesce(server_turns.c.waiting, _NOTHING).label("server_waiting"),
        func.coalesce(member_turns.c.finish, _NOTHING).label("member_finish"),
        select(func.count())
        .where(blocks.c.server_id == bindparam("server_id"))
        .where(blocks.c.member_id == bindparam("member_id"))
        .scalar_subquery()
        .label("blocks"),
    )
    .select_from(_one)
    .outerjoin(
        server_turns,
        (server_turns.c.provider == bindparam("provider"))
        & (server_turns.c.server_id == bindparam("server_id")),
    )
    .outerjoin(
        member_turns,
        (member_turns.c.provider == bindparam("provider"))
        & (member_turns.c.server_id == bindparam("server_id"))
        & (member_turns.c.member_id == bindparam("member_id")),
    )
)
_STANDING = Prepared(STANDING)
_INSERT = Prepared(insert(generations).returning(generations.c.id), NEW_COLUMNS)


def admit(
    connection: Connection, new: NewGeneration, limits: MemberLimits, now: datetime
) -> Admitted:
    """Write the row and take its units, if quota and waiting limits allow it.

    The place in the queue is counted here as well: asked for apart, it would cost the first
    answer another wait.

    Raises:
        LimitReached: A quota or a budget leaves too little of the day or month of *now*.
        TooManyWaiting: The member has as many generations waiting as one may have.
        ServerQueueFull: All members of the server together have as many waiting as they may have.
        SessionRefused: It is an entry that its session does not take (any more).
        NotAllowed: It was asked about because of its cost, and made or left already.
        BlockedMeanwhile: Its member was blocked since the rules were looked at.
    """
    if new.parked_id is not None:
        take(connection, new.parked_id, new.place.member_id)
    if new.entry is not None:
        check_entry(connection, new.entry, new, now)
    waiting, *flows, is_blocked = _standing(connection, new)
    if is_blocked:
        _check_block(connection, new, now)
    standing = Standing(*flows)
    standings = check_limits(connection, new, limits, now)
    _check_waiting(waiting, standing.server_waiting, limits)
    note_marks(connection, new, standings, now)
    if new.decision.verdict is Verdict.REVIEW:
        return _send_to_review(connection, new, limits, now)
    entry = _entry(new)
    turn = enter(connection, entry, standing)
    generation_id = _insert(connection, new, entry, turn=turn, now=now)
    place = place_of_new(connection, entry, turn=turn, generation_id=generation_id)
    return Admitted(
        generation=_queued(generation_id, new, now),
        position=place.position,
        units_ahead=place.units_ahead,
    )


def _send_to_review(
    connection: Connection, new: NewGeneration, limits: MemberLimits, now: datetime
) -> Admitted:
    """Write what waits for a moderator: it has no turn yet, and its units are taken."""
    waiting = open_in_server(connection, new.place.server_id, limits.server_waiting)
    if waiting >= limits.server_waiting:
        raise ServerQueueFull(waiting=waiting, limit=limits.server_waiting)
    generation_id = _insert(connection, new, _entry(new), turn=0.0, now=now)
    until = now + new.review_for
    subject = Subject(
        generation_id=generation_id,
        stage=ReviewStage.PROMPT,
        server_id=new.place.server_id,
        member_id=new.place.member_id,
        now=now,
        until=until,
    )
    insert_review(connection, subject, new.decision)
    generation = replace(
        _queued(generation_id, new, now), status=Status.IN_REVIEW, ruling=new.decision.rule
    )
    return Admitted(generation=generation, position=0, review_until=until)


def _insert(
    connection: Connection, new: NewGeneration, entry: Entry, *, turn: float, now: datetime
) -> int:
    ((generation_id,),) = _INSERT.run(connection, new_row(new, turn, entry.work, now))
    reserve(connection, generation_id, new, now)
    note(connection, _entry_of(new, generation_id, now))
    if new.entry is not None:
        insert_entry(connection, new.entry, new, generation_id=generation_id, now=now)
    return int(generation_id)


def _entry_of(new: NewGeneration, generation_id: int, now: datetime) -> LogEntry:
    decision = new.decision
    return LogEntry(
        server_id=new.place.server_id,
        at=now,
        action=Action.ALLOWED if decision.is_allowed else Action.SENT_TO_REVIEW,
        member_id=new.place.member_id,
        channel_id=new.place.channel_id,
        generation_id=generation_id,
        rule=decision.rule,
        where=decision.where,
        values=decision.values,
    )


def _entry(new: NewGeneration) -> Entry:
    return Entry(
        provider=new.provider,
        server_id=new.place.server_id,
        member_id=new.place.member_id,
        work=work_of(new.request),
        weight=new.weight,
        units=new.request.units,
    )


def _standing(connection: Connection, new: NewGeneration) -> Row:
    values = {
        "server_id": new.place.server_id,
        "member_id": new.place.member_id,
        "provider": new.provider,
    }
    return _STANDING.run(connection, values)[0]


def _check_block(connection: Connection, new: NewGeneration, now: datetime) -> None:
    found = standing_block(connection, new.place.server_id, new.place.member_id, now)
    if found is not None:
        raise BlockedMeanwhile(found.until)


def _check_waiting(waiting: int, server_waiting: int, limits: MemberLimits) -> None:
    if waiting >= limits.waiting:
        raise TooManyWaiting(waiting=waiting, limit=limits.waiting)
    if server_waiting >= limits.server_waiting:
        raise ServerQueueFull(waiting=server_waiting, limit=limits.server_waiting)


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
        is_image_reviewed=new.is_image_reviewed,
    )
