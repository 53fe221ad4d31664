"""By which words a member finds a generation: written when it is delivered, or later if it is old.

They are erased with the prompt, by ``bot.store.cleaning``.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, RowMapping, bindparam, delete, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert  # PostgreSQL's has the same methods

from bot.domain.generation import Status
from bot.domain.request import ERASED_PROMPT
from bot.domain.search_words import words_of
from bot.store.database import Database
from bot.store.member_schema import prompt_words, word_backlog
from bot.store.schema import generations

_BATCH = 50  # of one transaction: each writes some dozens of rows
_columns = (
    generations.c.id,
    generations.c.member_id,
    generations.c.server_id,
    generations.c.request,
    generations.c.style,
)
INSERT = insert(prompt_words).on_conflict_do_nothing()
BACKLOG = select(word_backlog.c.below_id)
OLD = (
    select(*_columns, generations.c.status, generations.c.deleted_at)
    .where(generations.c.id < bindparam("below_id"))
    .order_by(generations.c.id.desc())
    .limit(literal_column(str(_BATCH)))
)
ADVANCE = update(word_backlog).values(below_id=bindparam("position"))
FINISH = delete(word_backlog)


def write_words(connection: Connection, rows: Iterable[RowMapping]) -> None:
    """Write the words of delivered generations, from their rows."""
    words = [
        {
            "member_id": row["member_id"],
            "word": word,
            "generation_id": row["id"],
            "server_id": row["server_id"],
        }
        for row in rows
        for word in words_of(_prompt(row["request"]), row["style"])
    ]
    if words:
        connection.execute(INSERT, words)


class WordBacklog:
    """Writes the words of what was delivered by a version that wrote none, the newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write_some(self) -> bool:
        """Write the words of the next few; return whether there are more.

        Raises:
            StorageUnavailable: The database does not take it; the same are found again.
        """
        if await self._database.read(lambda connection: connection.execute(BACKLOG).first()):
            return await self._database.writer.write(_write_some)
        return False


def _write_some(connection: Connection) -> bool:
    below_id = connection.execute(BACKLOG).scalar_one_or_none()
    if below_id is None:
        return False
    rows = connection.execute(OLD, {"below_id": below_id}).mappings().all()
    write_words(
        connection,
        [row for row in rows if row["status"] == Status.DELIVERED and row["deleted_at"] is None],
    )
    if len(rows) < _BATCH:
        connection.execute(FINISH)
        return False
    connection.execute(ADVANCE, {"position": rows[-1]["id"]})
    return True


def _prompt(request: object) -> str:
    prompt = request.get("prompt") if isinstance(request, Mapping) else None
    return prompt if isinstance(prompt, str) and prompt != ERASED_PROMPT else ""
