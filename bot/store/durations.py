"""What tasks took so far, kept through restarts: a small table, the newest kinds only."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from bot.store.database import Database
from bot.store.schema import durations

_NEWEST = (
    select(durations)
    .order_by(durations.c.changed_at.desc(), durations.c.provider, durations.c.kind)
    .limit(bindparam("limit"))
)
_DELETE = (
    delete(durations)
    .where(durations.c.provider == bindparam("of_provider"))
    .where(durations.c.kind == bindparam("of_kind"))
)
_INSERT = insert(durations)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindDuration:
    """What tasks of one *kind* took: their mean and its mean deviation, of *count* tasks."""

    provider: str
    kind: str
    mean_s: float
    deviation_s: float
    count: int
    changed_at: datetime


class DurationTable:
    """All kinds are read once and written singly: nobody waits for either."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, limit: int) -> Sequence[KindDuration]:
        """Return the kinds that changed last, the newest first.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> Sequence[KindDuration]:
            rows = connection.execute(_NEWEST, {"limit": limit}).mappings()
            return [KindDuration(**row) for row in rows]

        return await self._database.read(query)

    async def save(
        self, changed: Sequence[KindDuration], dropped: Sequence[tuple[str, str]]
    ) -> None:
        """Write the *changed* kinds and forget the *dropped* ones (provider and kind).

        Raises:
            StorageUnavailable: The database does not take it.
        """
        old = [*dropped, *((each.provider, each.kind) for each in changed)]

        def job(connection: Connection) -> None:
            keys = [{"of_provider": provider, "of_kind": kind} for provider, kind in old]
            if keys:
                connection.execute(_DELETE, keys)
            if changed:
                connection.execute(_INSERT, [asdict(each) for each in changed])

        await self._database.writer.write(job)
