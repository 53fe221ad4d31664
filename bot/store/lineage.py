"""The way from the first request to a generation: each knows its parent."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, literal_column, select

from bot.domain.generation import Generation
from bot.store.database import Database
from bot.store.rows import with_images
from bot.store.schema import generations

MOST_STEPS = 200  # back; also what ends a circle, which only a damaged database could hold

_last = (
    select(
        generations.c.id.label("id"),
        generations.c.parent_id.label("parent_id"),
        literal_column("0").label("steps"),
    )
    .where(generations.c.id == bindparam("id"))
    .cte("way", recursive=True)
)
_parent = generations.alias("parent")
_way = _last.union_all(
    select(_parent.c.id, _parent.c.parent_id, _last.c.steps + literal_column("1"))
    .where(_parent.c.id == _last.c.parent_id)
    .where(_last.c.steps < literal_column(str(MOST_STEPS)))
)
WAY = select(generations).join(_way, generations.c.id == _way.c.id).order_by(_way.c.steps)


class Lineage:
    """Looks back by primary key, a bounded number of steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def way_to(self, generation_id: int) -> Sequence[Generation]:
        """Return a generation and all before it, the first one first; none twice.

        What was deleted by a person is among them, with its mark and without images.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> Sequence[Generation]:
            rows = connection.execute(WAY, {"id": generation_id}).mappings().all()
            once = {row["id"]: row for row in reversed(rows)}
            return with_images(connection, list(once.values()))

        return await self._database.read(query)
