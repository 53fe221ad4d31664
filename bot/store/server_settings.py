"""What a server's moderators have chosen: where reports go, and how styles are shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Update, bindparam, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.log import LogEntry
from bot.store.column_types import UtcTime
from bot.store.database import Database
from bot.store.member_schema import server_settings
from bot.store.moderation_log import note
from bot.store.moderation_schema import cases, strikes
from bot.store.writer import MEMBER_PATIENCE_S

# What no channel was there for is shown in the one that was chosen.
WAKE = (
    update(cases)
    .where(cases.c.server_id == bindparam("of_server"))
    .where(cases.c.status == literal_column("'open'"), cases.c.message_id.is_(None))
    .values(card_due_at=bindparam("now", type_=UtcTime)),
    update(strikes)
    .where(strikes.c.server_id == bindparam("of_server"))
    .where(strikes.c.appeal_status == literal_column("'open'"))
    .where(strikes.c.appeal_message_id.is_(None))
    .values(card_due_at=bindparam("now", type_=UtcTime)),
)
GET = select(server_settings).where(server_settings.c.server_id == bindparam("of_server"))


class StyleSharing(StrEnum):
    """How members may share styles with their server."""

    OFF = "off"
    OPEN = "open"  # at once
    APPROVED = "approved"  # once a moderator has let it in


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerChoices:
    """The settings of one server; ``report_channel_id`` None: reports are kept, not posted."""

    report_channel_id: int | None = None
    style_sharing: StyleSharing = StyleSharing.APPROVED


class ServerSettings:
    """Reads and writes the choices of servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, server_id: int) -> ServerChoices:
        """Return what a server has chosen, or what holds where nothing was chosen.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: _get(connection, server_id))

    async def share_styles(
        self, server_id: int, sharing: StyleSharing, entry: LogEntry
    ) -> ServerChoices:
        """Choose how styles are shared; return all that the server has chosen.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._choose(server_id, {"style_sharing": sharing}, entry)

    async def report_to(
        self, server_id: int, channel_id: int | None, entry: LogEntry
    ) -> ServerChoices:
        """Choose where reports are posted, None for nowhere; return all that the server has chosen.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._choose(server_id, {"report_channel_id": channel_id}, entry, WAKE)

    async def _choose(
        self,
        server_id: int,
        choice: Mapping[str, object],
        entry: LogEntry,
        also: Sequence[Update] = (),
    ) -> ServerChoices:
        """Write the one choice alone, and its entry: two moderators may have the panel open."""
        values = {**choice, "changed_at": entry.at}
        statement = (
            upsert(server_settings)
            .values(server_id=server_id, **values)
            .on_conflict_do_update(index_elements=["server_id"], set_=values)
        )

        def job(connection: Connection) -> ServerChoices:
            connection.execute(statement)
            for follows in also:
                connection.execute(follows, {"of_server": server_id, "now": entry.at})
            note(connection, entry)
            return _get(connection, server_id)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)


def _get(connection: Connection, server_id: int) -> ServerChoices:
    row = connection.execute(GET, {"of_server": server_id}).mappings().one_or_none()
    if row is None:
        return ServerChoices()
    return ServerChoices(
        report_channel_id=row["report_channel_id"],
        style_sharing=StyleSharing(row["style_sharing"]),
    )
