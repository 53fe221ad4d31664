"""Warnings, strikes and blocks: each step one transaction, with its entry of the log."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ServerPolicy, StrikeRules
from bot.domain.moderation.strikes import (
    SHOWN_STRIKES,
    AppealStatus,
    NewStrike,
    Notice,
    Outcome,
    Strike,
    StrikeKind,
)
from bot.store.blocks import END, STANDING, block
from bot.store.column_types import UtcTime
from bot.store.database import Database
from bot.store.moderation_log import note
from bot.store.moderation_schema import strikes
from bot.store.policies import POLICY
from bot.store.writer import MEMBER_PATIENCE_S

_FIELDS = [strikes.c[name] for name in Strike.__dataclass_fields__]
_IS_OF_MEMBER: ColumnElement[bool] = and_(
    strikes.c.server_id == bindparam("of_server"), strikes.c.member_id == bindparam("of_member")
)
_IS_ACTIVE = and_(
    strikes.c.lifted_at.is_(None),
    or_(
        strikes.c.expires_at.is_(None),
        strikes.c.expires_at > bindparam("now", type_=UtcTime),
    ),
)
GET = select(*_FIELDS).where(strikes.c.id == bindparam("of_id"))
ACTIVE = select(*_FIELDS).where(_IS_OF_MEMBER, _IS_ACTIVE).order_by(strikes.c.id.desc())
NEWEST = select(*_FIELDS).where(_IS_OF_MEMBER).order_by(strikes.c.id.desc()).limit(SHOWN_STRIKES)
COUNT = select(func.count()).select_from(strikes).where(_IS_OF_MEMBER)
ADD = insert(strikes).returning(*_FIELDS)
CHANGE = update(strikes).where(strikes.c.id == bindparam("of_id"))
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
            return [_strike(row) for row in rows], connection.execute(COUNT, whose).scalar_one()

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


def get(connection: Connection, strike_id: int) -> Strike | None:
    """Return one in the transaction of *connection*."""
    row = connection.execute(GET, {"of_id": strike_id}).mappings().one_or_none()
    return None if row is None else _strike(row)


def active(
    connection: Connection, server_id: int, member_id: int, now: datetime
) -> Sequence[Strike]:
    """Return what still counts of a member in a server, the newest first."""
    values = {"of_server": server_id, "of_member": member_id, "now": now}
    return [_strike(row) for row in connection.execute(ACTIVE, values).mappings()]


def give(connection: Connection, new: NewStrike) -> Outcome:
    """Give one in the transaction of *connection*; the server's own rule is part of it."""
    rules = _rules(connection, new.server_id)
    expires_at = new.until
    if new.kind is not StrikeKind.BLOCK:
        expires_at = new.at + timedelta(days=rules.expire_days)
    given = _add(connection, new, expires_at)
    if new.kind is not StrikeKind.STRIKE or rules.block_at is None:
        return Outcome(strike=given)
    standing = active(connection, new.server_id, new.member_id, new.at)
    if sum(one.kind is StrikeKind.STRIKE for one in standing) < rules.block_at:
        return Outcome(strike=given)
    until = None if rules.block_days is None else new.at + timedelta(days=rules.block_days)
    if _is_blocked_until(connection, new, until):
        return Outcome(strike=given)
    by_rule = replace(new, kind=StrikeKind.BLOCK, moderator_id=None, until=until, reason="")
    return Outcome(strike=given, also=(_add(connection, by_rule, until),))


def lift(
    connection: Connection, found: Strike, moderator_id: int, now: datetime, action: Action
) -> Outcome:
    """Lift one in the transaction of *connection*, and the block that it has led to."""
    lifted = _lift(connection, found, moderator_id, now, action)
    if found.kind is not StrikeKind.STRIKE:
        return Outcome(strike=lifted)
    rules = _rules(connection, found.server_id)
    standing = active(connection, found.server_id, found.member_id, now)
    if sum(one.kind is StrikeKind.STRIKE for one in standing) >= (rules.block_at or 1):
        return Outcome(strike=lifted)
    by_rule = [one for one in standing if one.kind is StrikeKind.BLOCK and one.moderator_id is None]
    also = [_lift(connection, one, moderator_id, now, Action.UNBLOCKED) for one in by_rule]
    return Outcome(strike=lifted, also=tuple(also))


def change(connection: Connection, strike_id: int, **values: object) -> Strike:
    """Change one in the transaction of *connection*, and return it."""
    connection.execute(CHANGE.values(**values), {"of_id": strike_id})
    changed = get(connection, strike_id)
    assert changed is not None  # noqa: S101 - whoever changes it has just read it
    return changed


def entry(strike: Strike, action: Action, actor_id: int | None, now: datetime) -> LogEntry:
    """Return the log's entry of what happens to a strike."""
    return LogEntry(
        server_id=strike.server_id,
        at=now,
        action=action,
        actor_id=actor_id,
        member_id=strike.member_id,
        case_id=strike.case_id,
        values={"strike": str(strike.id), "kind": strike.kind},
    )


def _add(connection: Connection, new: NewStrike, expires_at: datetime | None) -> Strike:
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
    added = _strike(connection.execute(ADD, values).mappings().one())
    told = replace(
        entry(added, _ACTIONS[new.kind], new.moderator_id, new.at),
        note=new.reason,
        generation_id=new.generation_id,
    )
    if new.kind is StrikeKind.BLOCK:
        block(connection, new.member_id, new.until, told)
    else:
        note(connection, told)
    return added


def _lift(
    connection: Connection, found: Strike, moderator_id: int, now: datetime, action: Action
) -> Strike:
    values: dict[str, object] = {"lifted_at": now, "lifted_by": moderator_id, "notice": Notice.DUE}
    if found.expires_at is None:
        values["expires_at"] = now  # from then on it ages as the others do
    if found.appeal_status is AppealStatus.OPEN:  # its card offers nothing any more
        values |= {"appeal_status": AppealStatus.GRANTED, "decided_at": now}
        values |= {"decided_by": moderator_id, "card_due_at": now}
    if found.kind is StrikeKind.BLOCK:
        whose = {"of_server": found.server_id, "of_member": found.member_id}
        ended = connection.execute(END, {**whose, "begun_at": found.created_at}).rowcount
        if ended and action is not Action.UNBLOCKED:
            note(connection, entry(found, Action.UNBLOCKED, moderator_id, now))
    note(connection, entry(found, action, moderator_id, now))
    return change(connection, found.id, **values)


def _is_blocked_until(connection: Connection, new: NewStrike, until: datetime | None) -> bool:
    """Tell whether the member is blocked already, as long or longer."""
    whose = {"of_server": new.server_id, "of_member": new.member_id}
    found = connection.execute(STANDING, whose).one_or_none()
    if found is None:
        return False
    if found.until is None:
        return True
    if found.until <= new.at:
        return False
    # By the rule itself, a little earlier: two strikes at once block once.
    standing = active(connection, new.server_id, new.member_id, new.at)
    by_rule = any(one.kind is StrikeKind.BLOCK and one.moderator_id is None for one in standing)
    return by_rule or (until is not None and found.until >= until)


def _rules(connection: Connection, server_id: int) -> StrikeRules:
    found = connection.execute(POLICY, {"of_server": server_id}).scalar_one_or_none()
    return ServerPolicy.model_validate(found or {}).strikes


def _strike(row: RowMapping) -> Strike:
    fields = dict(row)
    fields["kind"] = StrikeKind(fields["kind"])
    fields["notice"] = Notice(fields["notice"])
    fields["appeal_status"] = AppealStatus(fields["appeal_status"])
    return Strike(**fields)
