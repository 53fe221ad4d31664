"""Reading the moderation log a page at a time, the newest first.

Whatever is looked for, an index holds exactly that in the order of ids, so that a page costs the
same however long the log is. Times are turned into ids first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, literal_column, select

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.verdicts import Rule
from bot.store.database import Database
from bot.store.moderation_schema import cases, moderation_log, moderation_texts
from bot.store.schema import generations

_BEYOND = 2**63 - 1
_entries = moderation_log.c
_IS_NOTABLE: ColumnElement[bool] = literal_column(
    "moderation_log.action <> 'allowed'"
)  # as its index has it

FIRST_SINCE = (
    select(_entries.id)
    .where(_entries.server_id == bindparam("of_server"))
    .where(_entries.at >= bindparam("since"))
    .order_by(_entries.at, _entries.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a statement looks at; what it is compared with are its parameters."""

    has_member: bool = False
    has_actor: bool = False
    has_action: bool = False
    is_newer: bool = False

    @classmethod
    def of(cls, wanted: LogFilter, *, is_newer: bool) -> "Form":
        """Return the form of the statement that finds *wanted*."""
        return cls(
            has_member=wanted.member_id is not None,
            has_actor=wanted.actor_id is not None,
            has_action=wanted.action is not None,
            is_newer=is_newer,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry, and the message that shows what it is about, if one is known."""

    entry: LogEntry
    message: tuple[int, int] | None = None  # ids of the channel and of the message


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some entries, the newest first, and from which ids on there are others beside them."""

    entries: Sequence[Logged]
    newer_after: int | None = None
    older_before: int | None = None


@cache
def page(form: Form) -> Select[tuple[object, ...]]:
    """Return the statement of a page between two ids, from the upper or from the lower one."""
    statement = (
        select(
            moderation_log,
            moderation_texts.c.text,
            generations.c.is_private,
            generations.c.channel_id.label("card_channel_id"),
            generations.c.message_id.label("card_id"),
            cases.c.source_channel_id,
            cases.c.source_message_id,
        )
        .select_from(moderation_log)
        .outerjoin(moderation_texts, moderation_texts.c.log_id == _entries.id)
        .outerjoin(generations, generations.c.id == _entries.generation_id)
        .outerjoin(cases, cases.c.id == _entries.case_id)
        .where(_entries.server_id == bindparam("of_server"))
        .where(_entries.id > bindparam("above"))
        .where(_entries.id < bindparam("below"))
    )
    if form.has_member:
        statement = statement.where(_entries.member_id == bindparam("of_member"))
    if form.has_actor:  # what was allowed has none
        statement = statement.where(_entries.actor_id == bindparam("of_actor"))
    if form.has_action:
        statement = statement.where(_entries.action == bindparam("of_action"))
    elif not form.has_actor:
        statement = statement.where(_IS_NOTABLE)
    order = _entries.id.asc() if form.is_newer else _entries.id.desc()
    return statement.order_by(order).limit(bindparam("limit"))


class LogPages:
    """Finds pages; entries that were removed in between only make a page begin elsewhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def older(
        self, server_id: int, wanted: LogFilter, limit: int, before_id: int = _BEYOND
    ) -> LogPage:
        """Return the page below that id, at first the newest.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> LogPage:
            look = _Look(connection, server_id, wanted)
            found = look.older(before_id, limit + 1)
            top_id = found[0].entry.id if found else before_id - 1
            has_newer = before_id != _BEYOND and bool(look.newer(top_id, 1))
            shown = found[:limit]
            return LogPage(
                entries=shown,
                newer_after=top_id if has_newer else None,
                older_before=shown[-1].entry.id if len(found) > limit else None,
            )

        return await self._database.read(query)

    async def newer(self, server_id: int, wanted: LogFilter, limit: int, after_id: int) -> LogPage:
        """Return the page above that id, or the newest if a page is not full there.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def query(connection: Connection) -> LogPage | None:
            look = _Look(connection, server_id, wanted)
            found = look.newer(after_id, limit + 1)
            if len(found) <= limit:
                return None
            shown = found[:limit][::-1]
            return LogPage(
                entries=shown,
                newer_after=shown[0].entry.id,
                older_before=shown[-1].entry.id,
            )

        found = await self._database.read(query)
        return found or await self.older(server_id, wanted, limit)

    async def batch(
        self, server_id: int, wanted: LogFilter, limit: int, before_id: int | None
    ) -> Sequence[Logged]:
        """Return the next entries of all that is wanted, from the newest on.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        below = _BEYOND if before_id is None else before_id
        return await self._database.read(
            lambda connection: _Look(connection, server_id, wanted).older(below, limit)
        )


class _Look:
    """Looks through one server's entries between two ids."""

    def __init__(self, connection: Connection, server_id: int, wanted: LogFilter) -> None:
        self._connection = connection
        self._wanted = wanted
        self._values = {
            "of_server": server_id,
            "of_member": wanted.member_id,
            "of_actor": wanted.actor_id,
            "of_action": wanted.action,
        }
        self._above = self._bound(wanted.since, 0) - 1
        self._below = self._bound(wanted.until, _BEYOND)

    def older(self, before_id: int, limit: int) -> Sequence[Logged]:
        below = min(self._below, before_id)
        return self._page(self._above, below, limit, is_newer=False)

    def newer(self, after_id: int, limit: int) -> Sequence[Logged]:
        above = max(self._above, after_id)
        return self._page(above, self._below, limit, is_newer=True)

    def _bound(self, moment: datetime | None, otherwise: int) -> int:
        if moment is None:
            return otherwise
        values = {"of_server": self._values["of_server"], "since": moment}
        found = self._connection.execute(FIRST_SINCE, values).scalar_one_or_none()
        return _BEYOND if found is None else found

    def _page(self, above: int, below: int, limit: int, *, is_newer: bool) -> Sequence[Logged]:
        statement = page(Form.of(self._wanted, is_newer=is_newer))
        values = {**self._values, "above": above, "below": below, "limit": limit}
        return [_logged(row) for row in self._connection.execute(statement, values)]


def _logged(row: Row[tuple[object, ...]]) -> Logged:
    values = row._mapping  # noqa: SLF001 - its public name for this
    entry = LogEntry(
        id=values["id"],
        server_id=values["server_id"],
        at=values["at"],
        action=Action(values["action"]),
        actor_id=values["actor_id"],
        member_id=values["member_id"],
        channel_id=values["channel_id"],
        generation_id=values["generation_id"],
        case_id=values["case_id"],
        rule=None if values["rule"] is None else Rule(values["rule"]),
        where=values["place"],
        values=values["details"],
        note=values["note"],
    )
    if values["text"] is not None:
        entry = replace(entry, text=values["text"])
    return Logged(entry=entry, message=_message(row))


def _message(row: Row[tuple[object, ...]]) -> tuple[int, int] | None:
    values = row._mapping  # noqa: SLF001 - its public name for this
    if values["source_message_id"] is not None:
        return values["source_channel_id"], values["source_message_id"]
    if values["card_id"] is None or values["is_private"]:
        return None  # only the member could open it
    return values["card_channel_id"], values["card_id"]
