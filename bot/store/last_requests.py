"""What a member asked for last, in a server or anywhere; reads only."""

from sqlalchemy import Connection, bindparam, literal_column, select

from bot.domain.generation import Generation
from bot.store.database import Database
from bot.store.generation_queries import BY_ID
from bot.store.past_statements import Form, page
from bot.store.rows import with_images
from bot.store.schema import generations

_LOOKED_AT = 50
_NO_ID = 2**63 - 1
_IN_SERVER = page(Form(is_of_one_server=True))

NEWEST = (
    select(generations.c.id, generations.c.server_id)
    .where(generations.c.member_id == bindparam("member_id"))
    .where(generations.c.deleted_at.is_(None))
    .order_by(generations.c.id.desc())
    .limit(literal_column(str(_LOOKED_AT)))
)


class LastRequests:
    """Finds it among the last 50 of a member, else among what was delivered in the server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, member_id: int, server_id: int | None) -> Generation | None:
        """Return the last request, however it ended; of any server if *server_id* is None.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        key = {"member_id": member_id, "server_id": server_id, "limit": 1}

        def query(connection: Connection) -> Generation | None:
            for row in connection.execute(NEWEST, key):
                if server_id is None or row.server_id == server_id:
                    rows = connection.execute(BY_ID, {"id": row.id}).mappings().all()
                    return with_images(connection, rows)[0]
            if server_id is None:
                return None
            all_of_it = key | {"from_id": _NO_ID, "end_id": 0}
            delivered = connection.execute(_IN_SERVER, all_of_it).mappings().all()
            return next(iter(with_images(connection, delivered)), None)

        return await self._database.read(query)
