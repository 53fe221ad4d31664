"""Counting anew what waits, once at a start: whatever happened before, the rows are the truth."""

from sqlalchemy import Connection, and_, bindparam, delete, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.generation import Status
from bot.store.schema import generations, member_turns, server_turns

_QUEUED = generations.c.status == literal_column(f"'{Status.QUEUED}'")
WAITING = (
    select(
        generations.c.provider,
        generations.c.server_id,
        func.count().label("waiting"),
        func.sum(generations.c.work).label("waiting_work"),
        func.sum(generations.c.units).label("waiting_units"),
        func.min(generations.c.turn).label("clock"),
    )
    .where(_QUEUED)
    .group_by(generations.c.provider, generations.c.server_id)
)
MEMBERS = (
    select(
        generations.c.provider,
        generations.c.server_id,
        generations.c.member_id,
        func.max(generations.c.turn + generations.c.work / generations.c.weight).label("finish"),
    )
    .where(_QUEUED)
    .group_by(generations.c.provider, generations.c.server_id, generations.c.member_id)
)
_COUNTERS = ("waiting", "waiting_work", "waiting_units")
_KNOWN = select(server_turns.c.provider, server_turns.c.server_id)
_insert_server = upsert(server_turns).values(finish=0.0)
_PUT = _insert_server.on_conflict_do_update(
    index_elements=list(server_turns.primary_key.columns),
    set_={name: _insert_server.excluded[name] for name in _COUNTERS},
)
_PUT_MEMBER = upsert(member_turns).on_conflict_do_nothing()
_EMPTY = (
    update(server_turns)
    .where(
        and_(
            server_turns.c.provider == bindparam("of_provider"),
            server_turns.c.server_id == bindparam("of_server"),
        )
    )
    .values(waiting=0, waiting_work=0.0, waiting_units=0)
)
_busy = select(server_turns.c.provider).where(server_turns.c.waiting > literal_column("0"))
_END_SERVERS = delete(server_turns).where(server_turns.c.provider.not_in(_busy))
_END_MEMBERS = delete(member_turns).where(member_turns.c.provider.not_in(_busy))


def recount(connection: Connection) -> None:
    """Make the counters those of the queued rows, and forget the turns of who waits for nothing."""
    waiting = [dict(row) for row in connection.execute(WAITING).mappings()]
    members = [dict(row) for row in connection.execute(MEMBERS).mappings()]
    known = {(row.provider, row.server_id) for row in connection.execute(_KNOWN)}
    empty = known - {(row["provider"], row["server_id"]) for row in waiting}
    for statement, rows in (
        (_PUT, waiting),
        (_PUT_MEMBER, members),
        (_EMPTY, [{"of_provider": name, "of_server": server} for name, server in empty]),
    ):
        if rows:
            connection.execute(statement, rows)
    connection.execute(_END_MEMBERS)
    connection.execute(_END_SERVERS)
