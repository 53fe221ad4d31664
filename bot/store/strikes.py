"""Warnings, strikes and blocks: each step one transaction, with its entry of the log."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.moderation.log import Action
from bot.domain.moderation.policy import StrikeRules
from bot.domain.moderation.strikes import NewStrike, Notice, Outcome, Strike, StrikeKind
from bot.store.block_rows import Blocked, block, standing
from bot.store.database import Database
from bot.store.lifting import lift
from bot.store.moderation_log import note
from bot.store.strike_rows import ADD, COUNT, NEWEST, active, entry, get, strike_from, strike_rules
from bot.store.writer import MEMBER_PATIENCE_S

_ACTIONS = {
    StrikeKind.WARNING: Action.WARNED,
    StrikeKind.STRIKE: Action.STRUCK,
    StrikeKind.BLOCK: Action.BLOCKED,
}


class Strikes:
    """Gives, lifts and lists; each once, however many press at the same moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, strike_id: int) -> Strike | None:
        """Return one, None if there is none.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(lambda connection: get(connection, strike_id))

    async def newest(self, server_id: int, member_id: int) -> tuple[Sequence[Strike], int]:
        """Return the newest of a member in a server, and how many there are.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        whose = {"of_server": server_id, "of_member": member_id}

        def job(connection: Connection) -> tuple[Sequence[Strike], int]:
            rows = connection.execute(NEWEST, whose).mappings().all()
            return [strike_from(row) for row in rows], connection.execute(COUNT, whose).scalar_one()

        return await self._database.read(job)

    async def give(self, new: NewStrike) -> Outcome:
        """Give one, and block at once if the server's rule says so.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: give(connection, new), patience_s=MEMBER_PATIENCE_S
        )

    async def lift(
        self, strike_id: int, server_id: int, moderator_id: int, now: datetime
    ) -> Outcome | None:
        """Lift what still counts; None if that server has none such.

        Raises:
            StorageUnavailable: The database does not take it.
        """

        def job(connection: Connection) -> Outcome | None:
            found = get(connection, strike_id)
            if found is None or found.server_id != server_id:
                return None
            if not found.is_active(now):
                return Outcome(strike=found, is_first=False)
            return lift(connection, found, moderator_id, now, Action.STRIKE_LIFTED)

        return await self._database.writer.write(job, patience_s=MEMBER_PATIENCE_S)


def give(connection: Connection, new: NewStrike) -> Outcome:
    """Give one in the transaction of *connection*; the server's own rule is part of it."""
    rules = strike_rules(connection, new.server_id)
    expires_at = new.until
    if new.kind is not StrikeKind.BLOCK:
        expires_at = new.at + timedelta(days=rules.expire_days)
    given, blocked = _add(connection, new, expires_at)
    if not _blocks_by_rule(connection, new, rules):
        return Outcome(strike=given, ended=blocked.ended, kept=blocked.kept)
    until = None if rules.block_days is None else new.at + timedelta(days=rules.block_days)
    if _is_blocked_until(connection, new, until):
        return Outcome(strike=given)
    by_rule = replace(new, kind=StrikeKind.BLOCK, moderator_id=None, until=until, reason="")
    also, blocked = _add(connection, by_rule, until)
    return Outcome(strike=given, also=(also,), ended=blocked.ended)


def _blocks_by_rule(connection: Connection, new: NewStrike, rules: StrikeRules) -> bool:
    if new.kind is not StrikeKind.STRIKE or rules.block_at is None or new.spares:
        return False
    found = active(connection, new.server_id, new.member_id, new.at)
    return sum(one.kind is StrikeKind.STRIKE for one in found) >= rules.block_at


def _add(
    connection: Connection, new: NewStrike, expires_at: datetime | None
) -> tuple[Strike, Blocked]:
    values = {
        "server_id": new.server_id,
        "member_id": new.member_id,
        "kind": new.kind,
        "case_id": new.case_id,
        "moderator_id": new.moderator_id,
        "reason": new.reason,
        "locale": new.locale,
        "created_at": new.at,
        "expires_at": expires_at,
        "notice": Notice.DUE,
    }
    added = strike_from(connection.execute(ADD, values).mappings().one())
    told = replace(
        entry(added, _ACTIONS[new.kind], new.moderator_id, new.at),
        note=new.reason,
        generation_id=new.generation_id,
    )
    note(connection, told)
    if new.kind is not StrikeKind.BLOCK:
        return added, Blocked()
    # A longer one that stands goes on; this one counts on its own once that is lifted.
    return added, block(connection, new.member_id, new.until, told)


def _is_blocked_until(connection: Connection, new: NewStrike, until: datetime | None) -> bool:
    """Tell whether the member is blocked already, as long or longer."""
    found = standing(connection, new.server_id, new.member_id, new.at)
    if found is None:
        return False
    # By the rule itself, a little earlier: two strikes at once block once.
    others = active(connection, new.server_id, new.member_id, new.at)
    by_rule = any(one.kind is StrikeKind.BLOCK and one.moderator_id is None for one in others)
    return by_rule or found.lasts(until)
