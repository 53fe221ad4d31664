"""The flows of the queue: what servers and members paid so far, and how much of them waits.

Everything here happens in the transaction of the step that causes it, so that the counters are
always those of the rows. All figures but the counts are virtual time or work, as in ``turns``.
"""

from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    RowMapping,
    and_,
    bindparam,
    case,
    delete,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.prepared import Prepared
from bot.store.schema import generations, member_turns, queues, server_turns
from bot.store.turns import charge, start

SOME_WAIT = server_turns.c.waiting > literal_column("0")
OF_SERVER = and_(
    server_turns.c.provider == bindparam("of_provider"),
    server_turns.c.server_id == bindparam("of_server"),
)
_insert_server = upsert(server_turns)
_ENTER_SERVER = Prepared(
    _insert_server.on_conflict_do_update(
        index_elements=list(server_turns.primary_key.columns),
        set_={
            "finish": _insert_server.excluded.finish,
            "waiting": server_turns.c.waiting + _insert_server.excluded.waiting,
            "waiting_work": server_turns.c.waiting_work + _insert_server.excluded.waiting_work,
            "waiting_units": server_turns.c.waiting_units + _insert_server.excluded.waiting_units,
        },
    ),
    server_turns.c.keys(),
)
_insert_member = upsert(member_turns)
_ENTER_MEMBER = Prepared(
    _insert_member.on_conflict_do_update(
        index_elements=list(member_turns.primary_key.columns),
        set_={"finish": _insert_member.excluded.finish},
        where=member_turns.c.finish < _insert_member.excluded.finish,
    ),
    member_turns.c.keys(),
)
_insert_clock = upsert(queues)
_SET_CLOCK = _insert_clock.on_conflict_do_update(
    index_elements=[queues.c.provider],
    set_={"clock": _insert_clock.excluded.clock},
    where=queues.c.clock < _insert_clock.excluded.clock,
)
_new_clock = bindparam("new_clock", type_=server_turns.c.clock.type)
LEAVE_SERVER = (
    update(server_turns)
    .where(OF_SERVER)
    .values(
        waiting=server_turns.c.waiting - literal_column("1"),
        waiting_work=server_turns.c.waiting_work - bindparam("work_of_row"),
        waiting_units=server_turns.c.waiting_units - bindparam("units_of_row"),
    )
    .returning(server_turns.c.waiting)
)
SERVE = LEAVE_SERVER.values(
    finish=bindparam("new_finish"),
    # Who was put back, or had no slot left, has a turn of before: time does not turn back.
    clock=case((server_turns.c.clock < _new_clock, _new_clock), else_=server_turns.c.clock),
)
FLOW = select(server_turns.c.finish, server_turns.c.clock).where(OF_SERVER)
MEMBER_FINISH = select(member_turns.c.finish).where(
    member_turns.c.provider == bindparam("of_provider"),
    member_turns.c.server_id == bindparam("of_server"),
    member_turns.c.member_id == bindparam("of_member"),
)
SET_TURN = (
    update(generations)
    .where(generations.c.id == bindparam("of_id"))
    .values(turn=bindparam("new_turn"))
)
ANYONE_WAITS = (
    select(server_turns.c.server_id)
    .where(server_turns.c.provider == bindparam("of_provider"), SOME_WAIT)
    .limit(1)
)
END_SERVERS = delete(server_turns).where(server_turns.c.provider == bindparam("of_provider"))
END_MEMBERS = delete(member_turns).where(member_turns.c.provider == bindparam("of_provider"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a server and a member paid so far, at the clocks of now; in the order of the row."""

    server_finish: float
    server_clock: float
    server_waiting: int
    member_finish: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who queues what."""

    provider: str
    server_id: int
    member_id: int
    work: float
    weight: float
    units: int


def enter(connection: Connection, entry: Entry, standing: Standing) -> float:
    """Charge the member, count the work for the server, and return the turn of the new row."""
    turn = start(clock=standing.server_clock, finish=standing.member_finish)
    _count_in(connection, entry, finish=standing.server_finish, clock=standing.server_clock)
    _charge_member(connection, entry, turn)
    return turn


def serve(connection: Connection, row: RowMapping, *, queue_clock: float, finish: float) -> None:
    """Charge the server of a claimed row, and let the clocks go on to its turn.

    A server that was idle, or had no slot left, begins at the clock: it comes back without credit.
    """
    begins = start(clock=queue_clock, finish=finish)
    values = {"new_finish": begins + row["work"], "new_clock": row["turn"]}
    waiting = connection.execute(SERVE, row_values(row) | values).scalar_one()
    connection.execute(_SET_CLOCK, {"provider": row["provider"], "clock": begins})
    end_if_idle(connection, row["provider"], waiting)


def put_back(connection: Connection, row: RowMapping) -> None:
    """Give the server back what the claim of *row* charged; the member goes on at the old turn."""
    flow = connection.execute(FLOW, row_values(row)).mappings().one_or_none()
    finish, clock = (flow["finish"], flow["clock"]) if flow is not None else (0.0, 0.0)
    entry = _entry_of(row)
    _count_in(connection, entry, finish=max(0.0, finish - row["work"]), clock=clock)
    if row["turn"] > clock:  # of a busy period that is over: its turns mean nothing any more
        connection.execute(SET_TURN, {"of_id": row["id"], "new_turn": clock})
    _charge_member(connection, entry, min(row["turn"], clock))


def enter_row(connection: Connection, row: RowMapping) -> None:
    """Queue a row that had no turn so far, as one that is asked for now."""
    values = row_values(row)
    flow = connection.execute(FLOW, values).mappings().one_or_none()
    paid = connection.execute(MEMBER_FINISH, values).scalar_one_or_none()
    standing = Standing(
        server_finish=flow["finish"] if flow is not None else 0.0,
        server_clock=flow["clock"] if flow is not None else 0.0,
        server_waiting=0,  # nobody is refused here any more
        member_finish=paid or 0.0,
    )
    turn = enter(connection, _entry_of(row), standing)
    connection.execute(SET_TURN, {"of_id": row["id"], "new_turn": turn})


def end_if_idle(connection: Connection, provider: str, server_waiting: int) -> None:
    """Begin a new period once nothing of *provider* waits: turns and debts are forgotten.

    Nobody can be treated unfairly while nobody waits.
    """
    values = {"of_provider": provider}
    if server_waiting == 0 and connection.execute(ANYONE_WAITS, values).first() is None:
        connection.execute(END_SERVERS, values)
        connection.execute(END_MEMBERS, values)


def row_values(row: RowMapping) -> dict[str, object]:
    """Return what the statements on a row's flows are given."""
    return {
        "of_provider": row["provider"],
        "of_server": row["server_id"],
        "of_member": row["member_id"],
        "of_id": row["id"],
        "old_turn": row["turn"],
        "work_of_row": row["work"],
        "units_of_row": row["units"],
    }


def _entry_of(row: RowMapping) -> Entry:
    return Entry(
        provider=row["provider"],
        server_id=row["server_id"],
        member_id=row["member_id"],
        work=row["work"],
        weight=row["weight"],
        units=row["units"],
    )


def _charge_member(connection: Connection, entry: Entry, turn: float) -> None:
    _ENTER_MEMBER.run(
        connection,
        {
            "provider": entry.provider,
            "server_id": entry.server_id,
            "member_id": entry.member_id,
            "finish": turn + charge(entry.work, entry.weight),
        },
    )


def _count_in(connection: Connection, entry: Entry, *, finish: float, clock: float) -> None:
    _ENTER_SERVER.run(
        connection,
        {
            "provider": entry.provider,
            "server_id": entry.server_id,
            "finish": finish,
            "clock": clock,
            "waiting": 1,
            "waiting_work": entry.work,
            "waiting_units": entry.units,
        },
    )
