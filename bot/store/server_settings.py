"""What a server's moderators have chosen: where reports go, and how styles are shared."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.database import Database
from bot.store.member_schema import server_settings
from bot.store.writer import MEMBER_PATIENCE_S

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
        row = await self._database.read(
            lambda connection: (
                connection.execute(GET, {"of_server": server_id}).mappings().one_or_none()
            )
        )
        if row is None:
            return ServerChoices()
        return ServerChoices(
            report_channel_id=row["report_channel_id"],
            style_sharing=StyleSharing(row["style_sharing"]),
        )

    async def put(self, server_id: int, choices: ServerChoices, now: datetime) -> None:
        """Keep what a server has chosen.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {
            "report_channel_id": choices.report_channel_id,
            "style_sharing": choices.style_sharing,
            "changed_at": now,
        }
        statement = (
            upsert(server_settings)
            .values(server_id=server_id, **values)
            .on_conflict_do_update(index_elements=["server_id"], set_=values)
        )
        await self._database.writer.write(
            lambda connection: connection.execute(statement).rowcount,
            patience_s=MEMBER_PATIENCE_S,
        )
