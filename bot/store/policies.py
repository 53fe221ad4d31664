"""What servers have chosen for their moderation: read as a whole, written choice by choice.

Every change writes its entry of the log in the same transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, and_, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert  # PostgreSQL's has the same methods

from bot.domain.moderation.log import LogEntry
from bot.domain.moderation.policy import ChannelRules, RoleRules, ServerPolicy
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.store.database import Database
from bot.store.member_schema import server_settings
from bot.store.moderation_log import note
from bot.store.moderation_schema import blocks, place_rules, policies, policy_terms, trusts
from bot.store.writer import MEMBER_PATIENCE_S

Chosen = TypeVar("Chosen", bound=BaseModel)


class PlaceKind(StrEnum):
    """What a row of ``place_rules`` is about."""

    CHANNEL = "channel"
    ROLE = "role"


class _Place(NamedTuple):
    of_server: int
    of_kind: PlaceKind
    of_place: int


_IS_PLACE = and_(
    place_rules.c.server_id == bindparam("of_server"),
    place_rules.c.kind == bindparam("of_kind"),
    place_rules.c.place_id == bindparam("of_place"),
)
PLACE = select(place_rules.c.options).where(_IS_PLACE)
REMOVE_PLACE = delete(place_rules).where(_IS_PLACE)

POLICY = select(policies.c.options).where(policies.c.server_id == bindparam("of_server"))
PLACES = select(place_rules.c.kind, place_rules.c.place_id, place_rules.c.options).where(
    place_rules.c.server_id == bindparam("of_server")
)
BLOCKS = select(blocks.c.member_id, blocks.c.until).where(
    blocks.c.server_id == bindparam("of_server")
)
TRUSTS = select(trusts.c.member_id, trusts.c.until).where(
    trusts.c.server_id == bindparam("of_server")
)
TERMS = (
    select(policy_terms.c.id, policy_terms.c.kind, policy_terms.c.text, policy_terms.c.action)
    .where(policy_terms.c.server_id == bindparam("of_server"))
    .order_by(policy_terms.c.id)
)
MODERATORS_CHANNEL = select(server_settings.c.report_channel_id).where(
    server_settings.c.server_id == bindparam("of_server")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRules:
    """All rules of one server but its terms.

    ``blocks`` are until when each member is blocked, None for good; ``trusts`` until when what a
    member asks for needs no review; both may be over. ``moderators_channel_id`` None: none is set.
    """

    policy: ServerPolicy
    channels: Mapping[int, ChannelRules]
    roles: Mapping[int, RoleRules]
    blocks: Mapping[int, datetime | None]
    trusts: Mapping[int, datetime]
    moderators_channel_id: int | None


class PolicyStore:
    """Reads and writes the rules of servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rules(self, server_id: int) -> StoredRules:
        """Return all rules of a server but its terms; the defaults where nothing was chosen.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: _rules(connection, server_id))

    async def terms(self, server_id: int) -> Sequence[Term]:
        """Return the terms of a server, the oldest first.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: _terms(connection, server_id))

    async def change(
        self, server_id: int, change: Callable[[ServerPolicy], ServerPolicy], entry: LogEntry
    ) -> ServerPolicy:
        """Replace a server's choices by what *change* makes of them, and log it.

        *change* runs in the transaction: of two moderators at once, neither undoes the other's.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> ServerPolicy:
            changed = change(_policy(connection, server_id))
            values = {"options": changed.model_dump(mode="json"), "changed_at": entry.at}
            connection.execute(
                upsert(policies)
                .values(server_id=server_id, **values)
                .on_conflict_do_update(index_elements=["server_id"], set_=values)
            )
            note(connection, entry)
            return changed

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)

    async def change_channel(
        self,
        server_id: int,
        channel_id: int,
        change: Callable[[ChannelRules], ChannelRules],
        entry: LogEntry,
    ) -> ChannelRules:
        """Replace what holds in a channel by what *change* makes of it, and log it.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._change_place(
            _Place(server_id, PlaceKind.CHANNEL, channel_id), ChannelRules, change, entry
        )

    async def change_role(
        self,
        server_id: int,
        role_id: int,
        change: Callable[[RoleRules], RoleRules],
        entry: LogEntry,
    ) -> RoleRules:
        """Replace what holds for a role by what *change* makes of it, and log it.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._change_place(
            _Place(server_id, PlaceKind.ROLE, role_id), RoleRules, change, entry
        )

    async def _change_place(
        self,
        place: _Place,
        kind: type[Chosen],
        change: Callable[[Chosen], Chosen],
        entry: LogEntry,
    ) -> Chosen:
        def job(connection: Connection) -> Chosen:
            found = connection.execute(PLACE, place._asdict()).scalar_one_or_none()
            changed = change(kind.model_validate(found or {}))
            _write_place(connection, place, changed, entry.at)
            note(connection, entry)
            return changed

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)


def _write_place(connection: Connection, place: _Place, rules: BaseModel, now: datetime) -> None:
    if rules == type(rules)():  # nothing of its own is left
        connection.execute(REMOVE_PLACE, place._asdict())
        return
    values = {"options": rules.model_dump(mode="json"), "changed_at": now}
    key = {"server_id": place.of_server, "kind": place.of_kind, "place_id": place.of_place}
    connection.execute(
        upsert(place_rules)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def _policy(connection: Connection, server_id: int) -> ServerPolicy:
    found = connection.execute(POLICY, {"of_server": server_id}).scalar_one_or_none()
    return ServerPolicy.model_validate(found or {})


def _rules(connection: Connection, server_id: int) -> StoredRules:
    whose = {"of_server": server_id}
    places = connection.execute(PLACES, whose).all()
    return StoredRules(
        policy=_policy(connection, server_id),
        channels={
            row.place_id: ChannelRules.model_validate(row.options)
            for row in places
            if row.kind == PlaceKind.CHANNEL
        },
        roles={
            row.place_id: RoleRules.model_validate(row.options)
            for row in places
            if row.kind == PlaceKind.ROLE
        },
        blocks={row.member_id: row.until for row in connection.execute(BLOCKS, whose)},
        trusts={row.member_id: row.until for row in connection.execute(TRUSTS, whose)},
        moderators_channel_id=connection.execute(MODERATORS_CHANNEL, whose).scalar_one_or_none(),
    )


def _terms(connection: Connection, server_id: int) -> Sequence[Term]:
    return [
        Term(id=row.id, kind=TermKind(row.kind), text=row.text, action=TermAction(row.action))
        for row in connection.execute(TERMS, {"of_server": server_id})
    ]
