"""How far a clean-up has come in one server: a front that moves along ids, which ascend with time.

All before it is clean, but for holes: what has not finished, or only just, is passed by and looked
at again, so that it neither loses anything nor stops the others. What is stored of a front is a
number up to which there are no holes; the rest is found again after a start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, select

from bot.store.schema import generations

MAX_STEP = 100  # generations that one transaction touches, at most

_COLUMNS = (
    generations.c.id,
    generations.c.created_at,
    generations.c.finished_at,
    generations.c.request,
)
AHEAD = (
    select(*_COLUMNS)
    .where(generations.c.server_id == bindparam("server_id"))
    .where(generations.c.id > bindparam("position"))
    .order_by(generations.c.id)
    .limit(bindparam("limit"))
)
HOLES = select(*_COLUMNS).where(generations.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What is old enough: created before the one moment and finished before the other."""

    created: datetime
    finished: datetime

    def holds(self, row: RowMapping) -> bool:
        """Tell whether that row may be cleaned."""
        finished_at = row["finished_at"]
        return row["created_at"] < self.created and (
            finished_at is not None and finished_at < self.finished
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """All up to *position* was looked at; *holes* are the ids among it that are still to clean."""

    position: int
    holes: tuple[int, ...] = ()

    @property
    def cleaned_to(self) -> int:
        """The highest id up to which everything is clean."""
        return min(self.holes) - 1 if self.holes else self.position

    def has_cleaned(self, generation_id: int) -> bool:
        """Tell whether that generation is behind the front, and no hole."""
        return generation_id <= self.position and generation_id not in self.holes


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Where the front is after one step, the rows to clean, and whether more may be ahead."""

    front: Front
    rows: tuple[RowMapping, ...]
    has_more: bool


def advance(
    connection: Connection,
    server_id: int,
    front: Front,
    bound: Bound,
    is_ready: Callable[[RowMapping], bool] = lambda _row: True,
) -> Advance:
    """Find what to clean next: holes that have closed, then what is ahead, in order of ids.

    Reads ``2 * MAX_STEP`` rows at most, and cleans nothing. It stops at the first row that is too
    young; *is_ready* may hold back a row that is old enough, which then is a hole.
    """

    def may_go(row: RowMapping) -> bool:
        return bound.holds(row) and is_ready(row)

    looked_at, rest = front.holes[:MAX_STEP], front.holes[MAX_STEP:]
    found = connection.execute(HOLES, {"ids": list(looked_at)}).mappings() if looked_at else ()
    again = {row["id"]: row for row in found}
    closed = [row for row in again.values() if may_go(row)]
    # In turn, so that a hundred that never close do not hide the others.
    holes = [*rest, *(key for key, row in again.items() if not may_go(row))]
    key = {"server_id": server_id, "position": front.position}
    limit = MAX_STEP - len(closed)
    rows = connection.execute(AHEAD, {**key, "limit": limit}).mappings().all() if limit else []
    position = front.position
    clean: list[RowMapping] = []
    has_more = len(rows) == limit
    for row in rows:
        if row["created_at"] >= bound.created:
            has_more = False
            break
        position = row["id"]
        if may_go(row):
            clean.append(row)
        else:
            holes.append(position)
    return Advance(
        front=Front(position=position, holes=tuple(holes)),
        rows=(*closed, *clean),
        has_more=has_more,
    )
