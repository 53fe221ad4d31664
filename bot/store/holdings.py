"""All that is kept of one member, wherever they made it: to count it, and to hand it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Executable, bindparam, func, literal_column, select

from bot.domain.generation import Generation
from bot.store.database import Database
from bot.store.member_schema import favourites, reports
from bot.store.moderation_schema import blocks, moderation_texts, strikes
from bot.store.review_cleaning import OF_HOLDINGS
from bot.store.rows import with_images
from bot.store.schema import generations, images, styles, usage_totals
from bot.store.session_schema import session_entries, session_votes, sessions

MOST_COUNTED = 100_000  # beyond that it is "more than"
_PAGE = 50
_SIZES_PAGE = 500
_MEMBER = bindparam("member_id", type_=generations.c.member_id.type)
_NO_ID = 2**63 - 1

COUNT = select(func.count()).select_from(
    select(generations.c.id)
    .where(generations.c.member_id == _MEMBER)
    .limit(literal_column(str(MOST_COUNTED + 1)))
    .subquery("one")
)
COUNT_STYLES = select(func.count()).where(styles.c.owner_id == _MEMBER)
COUNT_FAVOURITES = select(func.count()).select_from(
    select(favourites.c.generation_id)
    .where(favourites.c.member_id == _MEMBER)
    .limit(literal_column(str(MOST_COUNTED + 1)))
    .subquery("one")
)
PAGE = (
    select(generations)
    .where(generations.c.member_id == _MEMBER)
    .where(generations.c.id < bindparam("before_id"))
    .order_by(generations.c.id.desc())
    .limit(literal_column(str(_PAGE)))
)
IDS = (
    select(generations.c.id)
    .where(generations.c.member_id == _MEMBER)
    .where(generations.c.id < bindparam("before_id"))
    .order_by(generations.c.id.desc())
    .limit(literal_column(str(_SIZES_PAGE)))
)
SIZES = select(func.count(), func.coalesce(func.sum(images.c.size_bytes), 0)).where(
    images.c.generation_id.in_(bindparam("ids", expanding=True))
)
STYLES = (
    select(
        styles.c.server_id,
        styles.c.name,
        styles.c.prompt,
        styles.c.negative_prompt,
        styles.c.options,
        styles.c.sharing,
        styles.c.created_at,
    )
    .where(styles.c.owner_id == _MEMBER)
    .order_by(styles.c.id)
)
FAVOURITES = (
    select(favourites.c.generation_id, favourites.c.server_id, favourites.c.created_at)
    .where(favourites.c.member_id == _MEMBER)
    .order_by(favourites.c.generation_id.desc())
)
USAGE = (
    select(
        usage_totals.c.server_id, usage_totals.c.period, usage_totals.c.model, usage_totals.c.units
    )
    .where(usage_totals.c.member_id == _MEMBER)
    .order_by(usage_totals.c.server_id, usage_totals.c.period, usage_totals.c.model)
)
REPORTS = (
    select(reports.c.server_id, reports.c.message_id, reports.c.reason, reports.c.created_at)
    .where(reports.c.reporter_id == _MEMBER)
    .order_by(reports.c.id)
)
STRIKES = (
    select(
        strikes.c.server_id,
        strikes.c.kind,
        strikes.c.reason,
        strikes.c.created_at,
        strikes.c.expires_at,
        strikes.c.lifted_at,
        strikes.c.appeal,
        strikes.c.appeal_status,
    )
    .where(strikes.c.member_id == _MEMBER)
    .order_by(strikes.c.id)
)
# Until when they may not ask where.
BLOCKS = select(blocks.c.server_id, blocks.c.until, blocks.c.created_at).where(
    blocks.c.member_id == _MEMBER
)
# Prompts that a rule or a moderator did not let pass as they were.
TEXTS = (
    select(moderation_texts.c.server_id, moderation_texts.c.text, moderation_texts.c.created_at)
    .where(moderation_texts.c.member_id == _MEMBER)
    .order_by(moderation_texts.c.log_id)
)
ENTRIES = (
    select(
        session_entries.c.session_id,
        session_entries.c.round_number,
        session_entries.c.generation_id,
        session_entries.c.created_at,
    )
    .where(session_entries.c.member_id == _MEMBER)
    .order_by(session_entries.c.id)
)
VOTES = select(session_votes).where(session_votes.c.member_id == _MEMBER)
LED = (
    select(sessions.c.id, sessions.c.server_id, sessions.c.rules, sessions.c.created_at)
    .where(sessions.c.host_id == _MEMBER)
    .order_by(sessions.c.id)
)
_LISTS: Mapping[str, Executable] = {
    "styles": STYLES,
    "strikes": STRIKES,
    "blocks": BLOCKS,
    "refused_prompts": TEXTS,
    "favourites": FAVOURITES,
    "usage": USAGE,
    "reports": REPORTS,
    "reviews": OF_HOLDINGS,
    "session_entries": ENTRIES,
    "session_votes": VOTES,
    "sessions": LED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How much of a member is kept; a count above ``MOST_COUNTED`` is cut there."""

    generations: int
    styles: int
    favourites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSizes:
    """The images of one page of generations, and where the next page begins; None: no more."""

    count: int
    size_bytes: int
    next_before_id: int | None


class Holdings:
    """Reads everything of one member, page by page; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def numbers(self, member_id: int) -> Numbers:
        """Count what is kept.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        key = {"member_id": member_id}

        def query(connection: Connection) -> Numbers:
            return Numbers(
                generations=connection.execute(COUNT, key).scalar_one(),
                styles=connection.execute(COUNT_STYLES, key).scalar_one(),
                favourites=connection.execute(COUNT_FAVOURITES, key).scalar_one(),
            )

        return await self._database.read(query)

    async def page(self, member_id: int, before_id: int | None = None) -> Sequence[Generation]:
        """Return the next generations older than *before_id*, however they ended.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"member_id": member_id, "before_id": _NO_ID if before_id is None else before_id}
        return await self._database.read(
            lambda connection: with_images(
                connection, connection.execute(PAGE, values).mappings().all()
            )
        )

    async def image_sizes(self, member_id: int, before_id: int | None = None) -> ImageSizes:
        """Return how many images the next generations have, and how large these are together.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        values = {"member_id": member_id, "before_id": _NO_ID if before_id is None else before_id}

        def query(connection: Connection) -> ImageSizes:
            ids = connection.execute(IDS, values).scalars().all()
            count, size_bytes = connection.execute(SIZES, {"ids": ids}).one() if ids else (0, 0)
            is_last = len(ids) < _SIZES_PAGE
            return ImageSizes(
                count=count, size_bytes=size_bytes, next_before_id=None if is_last else ids[-1]
            )

        return await self._database.read(query)

    async def lists(self, member_id: int) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return styles, favourites, usage by month, reports, and what is theirs in sessions.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        key = {"member_id": member_id}

        def query(connection: Connection) -> Mapping[str, Sequence[Mapping[str, object]]]:
            return {
                name: [dict(row) for row in connection.execute(statement, key).mappings()]
                for name, statement in _LISTS.items()
            }

        return await self._database.read(query)
