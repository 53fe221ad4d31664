"""What a member uses most, told from the newest of what was made for them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, literal_column, select

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.schema import generations

_LOOKED_AT = 50  # generations, so that it costs the same after years
LATEST = (
    select(generations.c.request, generations.c.style)
    .where(generations.c.status == literal_column(f"'{Status.DELIVERED}'"))
    .where(generations.c.deleted_at.is_(None))
    .where(generations.c.server_id == bindparam("server_id"))
    .where(generations.c.member_id == bindparam("member_id"))
    .order_by(generations.c.id.desc())
    .limit(_LOOKED_AT)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Names of samplers and styles, the most used first."""

    samplers: Sequence[str] = ()
    styles: Sequence[str] = ()


class Habits:
    """Counts what one member has used in one server lately."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, member_id: int, server_id: int) -> Used:
        """Return what they use most.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"member_id": member_id, "server_id": server_id}
        rows = await self._database.read(
            lambda connection: connection.execute(LATEST, values).all()
        )
        requests = (row.request for row in rows if isinstance(row.request, dict))
        return Used(
            samplers=_by_count(request.get("sampler") for request in requests),
            styles=_by_count(row.style for row in rows),
        )


def _by_count(names: Iterable[object]) -> Sequence[str]:
    counts = Counter(name for name in names if isinstance(name, str) and name)
    return [name for name, _count in counts.most_common()]
