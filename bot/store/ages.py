"""How old the oldest things are that a server still keeps, from which follows what to clean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    BindParameter,
    Connection,
    ScalarSelect,
    Table,
    bindparam,
    func,
    literal_column,
    select,
)

from bot.store.log_cleaning import NEXT_LOGGED
from bot.store.member_schema import reports
from bot.store.moderation_schema import moderation_log, moderation_texts
from bot.store.schema import generations, ledger, servers
from bot.store.session_cleaning import NEXT_SERVER
from bot.store.session_schema import sessions

_AFTER: BindParameter[int] = bindparam("after")
_OF_SERVER: BindParameter[int] = bindparam("server_id")

NEXT_USED = select(func.min(generations.c.server_id)).where(generations.c.server_id > _AFTER)
NEXT_LEFT = (
    select(servers.c.server_id)
    .where(servers.c.server_id > _AFTER)
    .where(servers.c.left_at.is_not(None))
    .order_by(servers.c.server_id)
    .limit(1)
)
NEXT_REPORTED = select(func.min(reports.c.server_id)).where(reports.c.server_id > _AFTER)
NEWEST = select(generations.c.changed_at).where(
    generations.c.id == select(func.max(generations.c.id)).scalar_subquery()
)
_cleaned = select(servers).where(servers.c.server_id == _OF_SERVER).subquery("cleaned")


def _first_after(cursor: str) -> ScalarSelect[datetime]:
    cleaned_to = select(_cleaned.c[cursor]).scalar_subquery()
    return (
        select(generations.c.created_at)
        .where(generations.c.server_id == _OF_SERVER)
        .where(generations.c.id > func.coalesce(cleaned_to, literal_column("0")))
        .order_by(generations.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _oldest(table: Table, at: str, *, by: str) -> ScalarSelect[datetime]:
    return (
        select(table.c[at])
        .where(table.c.server_id == _OF_SERVER)
        .order_by(table.c[by])
        .limit(1)
        .scalar_subquery()
    )


AGES = select(
    select(_cleaned.c.left_at).scalar_subquery().label("left_at"),
    _first_after("images_cleaned_to").label("images_at"),
    _first_after("prompts_cleaned_to").label("prompts_at"),
    _oldest(generations, "created_at", by="id").label("rows_at"),
    select(func.min(ledger.c.day))
    .where(ledger.c.server_id == _OF_SERVER)
    .scalar_subquery()
    .label("ledger_day"),
    _oldest(reports, "created_at", by="id").label("reports_at"),
    _oldest(moderation_texts, "created_at", by="created_at").label("texts_at"),
    _oldest(moderation_log, "at", by="at").label("log_at"),
    _oldest(sessions, "created_at", by="id").label("sessions_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAges:
    """When the oldest of each kind came into being, None if there is none.

    ``images_at`` and ``prompts_at`` are of generations that are not cleaned yet, whether or not
    they have any; ``left_at`` is when the bot was removed, None if it was not.
    """

    server_id: int
    left_at: datetime | None = None
    images_at: datetime | None = None
    prompts_at: datetime | None = None
    rows_at: datetime | None = None
    ledger_day: date | None = None
    reports_at: datetime | None = None
    texts_at: datetime | None = None
    log_at: datetime | None = None
    sessions_at: datetime | None = None


def next_servers(connection: Connection, after: int | None, limit: int) -> Sequence[ServerAges]:
    """Return up to *limit* servers with ids above *after*, in order; None begins anew.

    These are all that have generations, reports or sessions, and those that the bot has left.
    """
    found: list[ServerAges] = []
    last = -1 if after is None else after
    while len(found) < limit:
        nexts = [
            connection.execute(statement, {"after": last}).scalar_one_or_none()
            for statement in (NEXT_USED, NEXT_REPORTED, NEXT_LOGGED, NEXT_SERVER, NEXT_LEFT)
        ]
        known = [server_id for server_id in nexts if server_id is not None]
        if not known:
            break
        last = min(known)
        row = connection.execute(AGES, {"server_id": last}).mappings().one()
        found.append(ServerAges(server_id=last, **row))
    return found


def newest(connection: Connection) -> datetime | None:
    """Return when the latest generation got its status, None if there is none."""
    return connection.execute(NEWEST).scalar_one_or_none()
