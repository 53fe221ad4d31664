"""Leaving the queue unserved: what the member paid for it is given back.

The member's later requests move up by as much, but never before the clock: else who queues ahead
and cancels would save up turns.
"""

from sqlalchemy import Connection, RowMapping, and_, bindparam, case, literal_column, select, update

from bot.domain.generation import Status
from bot.store.flows import FLOW, LEAVE_SERVER, end_if_idle, row_values
from bot.store.schema import generations, member_turns
from bot.store.turns import charge

_clock = bindparam("now_clock", type_=generations.c.turn.type)
_moved_up = generations.c.turn - bindparam("given_back")
_MINE_QUEUED = and_(
    generations.c.status == literal_column(f"'{Status.QUEUED}'"),
    generations.c.provider == bindparam("of_provider"),
    generations.c.server_id == bindparam("of_server"),
    generations.c.member_id == bindparam("of_member"),
)
_OF_MEMBER = and_(
    member_turns.c.provider == bindparam("of_provider"),
    member_turns.c.server_id == bindparam("of_server"),
    member_turns.c.member_id == bindparam("of_member"),
)
MOVE_UP = (
    update(generations)
    .where(_MINE_QUEUED)
    .where(generations.c.turn > _clock)
    .where(generations.c.turn >= bindparam("old_turn"))
    .values(turn=case((_moved_up > _clock, _moved_up), else_=_clock))
)
LAST_OF_MEMBER = (
    select(generations.c.turn, generations.c.work, generations.c.weight)
    .where(_MINE_QUEUED)
    .order_by(generations.c.turn.desc(), generations.c.id.desc())
    .limit(1)
)
FINISH_OF_MEMBER = select(member_turns.c.finish).where(_OF_MEMBER)
SET_FINISH = update(member_turns).where(_OF_MEMBER).values(finish=bindparam("new_finish"))


def leave(connection: Connection, row: RowMapping) -> None:
    """Forget a row that is queued no more and was never served."""
    values = row_values(row)
    flow = connection.execute(FLOW, values).mappings().one_or_none()
    if flow is None:
        return
    given_back = charge(row["work"], row["weight"])
    connection.execute(MOVE_UP, values | {"given_back": given_back, "now_clock": flow["clock"]})
    finish = connection.execute(FINISH_OF_MEMBER, values).scalar_one_or_none()
    if finish is not None:
        last = connection.execute(LAST_OF_MEMBER, values).mappings().one_or_none()
        paid = 0.0 if last is None else last["turn"] + charge(last["work"], last["weight"])
        new_finish = max(0.0, finish - given_back, paid)
        connection.execute(SET_FINISH, values | {"new_finish": new_finish})
    waiting = connection.execute(LEAVE_SERVER, values).scalar_one()
    end_if_idle(connection, row["provider"], waiting)
