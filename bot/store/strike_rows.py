"""The rows of warnings, strikes and blocks: read and changed in the transaction of a step."""

from collections.abc import Sequence
from datetime import datetime

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
    Notice,
    Strike,
    StrikeKind,
)
from bot.store.block_rows import STRIKE
from bot.store.column_types import UtcTime
from bot.store.moderation_schema import strikes
from bot.store.policies import POLICY

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


def get(connection: Connection, strike_id: int) -> Strike | None:
    """Return one in the transaction of *connection*."""
    row = connection.execute(GET, {"of_id": strike_id}).mappings().one_or_none()
    return None if row is None else strike_from(row)


def active(
    connection: Connection, server_id: int, member_id: int, now: datetime
) -> Sequence[Strike]:
    """Return what still counts of a member in a server, the newest first."""
    values = {"of_server": server_id, "of_member": member_id, "now": now}
    return [strike_from(row) for row in connection.execute(ACTIVE, values).mappings()]


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
        values={STRIKE: str(strike.id), "kind": strike.kind},
    )


def strike_rules(connection: Connection, server_id: int) -> StrikeRules:
    """Return what that server has chosen for strikes."""
    found = connection.execute(POLICY, {"of_server": server_id}).scalar_one_or_none()
    return ServerPolicy.model_validate(found or {}).strikes


def strike_from(row: RowMapping) -> Strike:
    """Return the value of a row."""
    fields = dict(row)
    fields["kind"] = StrikeKind(fields["kind"])
    fields["notice"] = Notice(fields["notice"])
    fields["appeal_status"] = AppealStatus(fields["appeal_status"])
    return Strike(**fields)
