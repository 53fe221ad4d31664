"""The pictures that show what styles look like: one for what a style says, made once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.store.database import Database
from bot.store.member_schema import style_previews
from bot.store.writer import MEMBER_PATIENCE_S

GET = select(style_previews).where(style_previews.c.content_sha256 == bindparam("content"))
_insert = upsert(style_previews)
_ASK = _insert.on_conflict_do_update(
    index_elements=["content_sha256"],
    set_={"generation_id": _insert.excluded.generation_id},
    where=style_previews.c.picture.is_(None),
)
KEEP = (
    update(style_previews)
    .where(style_previews.c.content_sha256 == bindparam("content"))
    .values(picture=bindparam("small"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePreview:
    """A small WebP, or None while *generation_id* makes it."""

    generation_id: int | None
    picture: bytes | None


class StylePreviews:
    """Pictures by the hash of what a style says (``content_sha256``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, content: str) -> StylePreview | None:
        """Return the picture, or what makes it; None if nobody has asked for one.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        row = await self._database.read(
            lambda connection: (
                connection.execute(GET, {"content": content}).mappings().one_or_none()
            )
        )
        if row is None:
            return None
        return StylePreview(generation_id=row["generation_id"], picture=row["picture"])

    async def asked(self, content: str, generation_id: int, now: datetime) -> None:
        """Note which generation makes the picture; one that exists stays.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        row = {"content_sha256": content, "generation_id": generation_id, "created_at": now}

        await self._database.writer.write(
            lambda connection: connection.execute(_ASK, row).rowcount,
            patience_s=MEMBER_PATIENCE_S,
        )

    async def keep(self, content: str, picture: bytes) -> None:
        """Keep the picture for ever.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        values = {"content": content, "small": picture}
        await self._database.writer.write(
            lambda connection: connection.execute(KEEP, values).rowcount
        )
