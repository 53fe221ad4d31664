"""The moderation log: entries are added in the transaction of what they tell of, never changed."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert

from bot.domain.moderation.log import WITHHELD, LogEntry
from bot.store.database import Database
from bot.store.moderation_schema import moderation_log, moderation_texts
from bot.store.prepared import Prepared
from bot.store.writer import MEMBER_PATIENCE_S

_ENTRY_COLUMNS = (
    *("server_id", "at", "action", "actor_id", "member_id", "channel_id", "generation_id"),
    *("case_id", "rule", "place", "details", "note"),
)
_ADD = Prepared(insert(moderation_log).returning(moderation_log.c.id), _ENTRY_COLUMNS)
_ADD_TEXT = Prepared(
    insert(moderation_texts), ("log_id", "server_id", "member_id", "text", "created_at")
)


def note(connection: Connection, entry: LogEntry) -> int:
    """Add *entry* in the transaction of *connection*; return its id."""
    ((log_id,),) = _ADD.run(
        connection,
        {
            "server_id": entry.server_id,
            "at": entry.at,
            "action": entry.action,
            "actor_id": entry.actor_id,
            "member_id": entry.member_id,
            "channel_id": entry.channel_id,
            "generation_id": entry.generation_id,
            "case_id": entry.case_id,
            "rule": entry.rule,
            "place": entry.where,
            "details": {key: one for key, one in entry.values.items() if key not in WITHHELD},
            "note": entry.note,
        },
    )
    if entry.text and entry.member_id is not None:
        values = {"log_id": log_id, "server_id": entry.server_id, "member_id": entry.member_id}
        _ADD_TEXT.run(connection, {**values, "text": entry.text, "created_at": entry.at})
    return int(log_id)


class ModerationLog:
    """Adds what no other change carries with it, such as a refusal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, entries: Iterable[LogEntry]) -> None:
        """Write *entries*, all or none.

        Raises:
            StorageUnavailable: The database does not take them.
        """
        wanted = tuple(entries)

        def job(connection: Connection) -> None:
            for entry in wanted:
                note(connection, entry)

        await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)
