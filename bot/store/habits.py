"""What was made for a member lately, which tells what they use most."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, literal_column, select

from bot.domain.generation import Generation, Status
from bot.store.database import Database
from bot.store.rows import generation_from
from bot.store.schema import generations

_LOOKED_AT = 50  # generations, so that it costs the same after years
LATEST = (
    select(generations)
    .where(generations.c.status == literal_column(f"'{Status.DELIVERED}'"))
    .where(generations.c.deleted_at.is_(None))
    .where(generations.c.member_id == bindparam("member_id"))
    .order_by(generations.c.id.desc())
    .limit(literal_column(str(_LOOKED_AT)))
)
LATEST_HERE = LATEST.where(generations.c.server_id == bindparam("server_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Names of samplers and styles, the most used first."""

    samplers: Sequence[str] = ()
    styles: Sequence[str] = ()


class Habits:
    """Looks at the last fifty of one member."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recent(self, member_id: int, server_id: int | None = None) -> Sequence[Generation]:
        """Return the last that were made for a member, in one server or anywhere, without images.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        statement = LATEST if server_id is None else LATEST_HERE
        values = {"member_id": member_id, "server_id": server_id}
        return await self._database.read(
            lambda connection: [
                generation_from(row) for row in connection.execute(statement, values).mappings()
            ]
        )

    async def of(self, member_id: int, server_id: int) -> Used:
        """Return what they use most in one server.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        recent = await self.recent(member_id, server_id)
        return Used(
            samplers=most_used(str(one.request.sampler) for one in recent),
            styles=most_used(one.style for one in recent if one.style),
        )


def most_used(values: Iterable[str], most: int | None = None) -> list[str]:
    """Return the most frequent of *values* first, so many at the most."""
    return [value for value, _count in Counter(values).most_common(most)]
