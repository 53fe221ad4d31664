"""Leaving the queue unserved: what the member paid for it is given back.

The member's later requests move up by as much. Only what lies beyond the clock counts: a turn
that passed by is gone, else who queues ahead and cancels would save up turns.
"""

from sqlalchemy import Connection, RowMapping, and_, bindparam, case, literal_column, update

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
MOVE_UP = (
    update(generations)
    .where(_MINE_QUEUED)
    .where(generations.c.turn > _clock)
    .where(generations.c.turn >= bindparam("old_turn"))
    .values(turn=case((_moved_up > _clock, _moved_up), else_=_clock))
)
GIVE_BACK = (
    update(member_turns)
    .where(
        member_turns.c.provider == bindparam("of_provider"),
        member_turns.c.server_id == bindparam("of_server"),
        member_turns.c.member_id == bindparam("of_member"),
    )
    .values(finish=member_turns.c.finish - bindparam("given_back"))
)


def leave(connection: Connection, row: RowMapping) -> None:
    """Forget a row that is queued no more and was never served."""
    values = row_values(row)
    flow = connection.execute(FLOW, values).mappings().one_or_none()
    if flow is None:
        return
    paid = charge(row["work"], row["weight"])
    given_back = min(paid, row["turn"] + paid - flow["clock"])
    if given_back > 0:
        values |= {"given_back": given_back, "now_clock": flow["clock"]}
        connection.execute(MOVE_UP, values)
        connection.execute(GIVE_BACK, values)
    waiting = connection.execute(LEAVE_SERVER, values).scalar_one()
    end_if_idle(connection, row["provider"], waiting)
