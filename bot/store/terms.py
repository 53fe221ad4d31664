"""The terms of servers, one row each; every change writes its entry of the log as well."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.log import LogEntry
from bot.domain.moderation.words.term_rules import check_count
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.store.database import Database
from bot.store.moderation_log import note
from bot.store.moderation_schema import policy_terms
from bot.store.writer import MEMBER_PATIENCE_S

_OF_SERVER = policy_terms.c.server_id == bindparam("of_server")
COUNTS = select(policy_terms.c.kind, func.count()).where(_OF_SERVER).group_by(policy_terms.c.kind)
PAGE = (
    select(policy_terms.c.id, policy_terms.c.kind, policy_terms.c.text, policy_terms.c.action)
    .where(_OF_SERVER)
    .order_by(policy_terms.c.id.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
REMOVE = delete(policy_terms).where(
    _OF_SERVER,
    policy_terms.c.kind == bindparam("of_kind"),
    policy_terms.c.text == bindparam("of_text"),
)
_ADD = upsert(policy_terms).on_conflict_do_nothing(index_elements=["server_id", "kind", "text"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPage:
    """Some terms of a server, the newest first, and how many there are of each kind."""

    terms: Sequence[Term]
    counts: dict[TermKind, int]

    @property
    def total(self) -> int:
        """How many there are together."""
        return sum(self.counts.values())


class Terms:
    """Adds, removes and lists the terms of servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, terms: Sequence[Term], entry: LogEntry) -> int:
        """Keep those of *terms* that the server has not yet, all or none; return how many.

        Raises:
            TooManyTerms: The server would have more than it may; checked in the transaction.
            StorageUnavailable: The database does not take them.
        """

        def job(connection: Connection) -> int:
            before = _counts(connection, entry.server_id)
            connection.execute(_ADD, [_row(term, entry) for term in terms])
            after = _counts(connection, entry.server_id)
            patterns = after.get(TermKind.PATTERN, 0)
            total = sum(after.values())
            check_count(total - patterns, patterns)
            added = total - sum(before.values())
            if added:
                note(connection, entry)
            return added

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def remove(self, kind: TermKind, text: str, entry: LogEntry) -> bool:
        """Forget a term; tell whether there was one.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> bool:
            whose = {"of_server": entry.server_id, "of_kind": kind, "of_text": text}
            was_there = connection.execute(REMOVE, whose).rowcount > 0
            if was_there:
                note(connection, entry)
            return was_there

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def page(self, server_id: int, *, skipped: int, most: int) -> TermPage:
        """Return *most* terms after the *skipped* newest.

        Raises:
            StorageUnavailable: The database does not answer.
        """

        def job(connection: Connection) -> TermPage:
            values = {"of_server": server_id, "skipped": skipped, "most": most}
            return TermPage(
                terms=[
                    Term(
                        id=row.id,
                        kind=TermKind(row.kind),
                        text=row.text,
                        action=TermAction(row.action),
                    )
                    for row in connection.execute(PAGE, values)
                ],
                counts=_counts(connection, server_id),
            )

        return await self._database.read(job)


def _counts(connection: Connection, server_id: int) -> dict[TermKind, int]:
    rows = connection.execute(COUNTS, {"of_server": server_id}).all()
    return {TermKind(kind): count for kind, count in rows}


def _row(term: Term, entry: LogEntry) -> dict[str, object]:
    return {
        "server_id": entry.server_id,
        "kind": term.kind,
        "text": term.text,
        "action": term.action,
        "created_by": entry.actor_id,
        "created_at": entry.at,
    }
