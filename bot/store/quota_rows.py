"""Rows of ``quotas`` into values: what concerns one request, in one statement."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, select, union_all

from bot.domain.generation import MemberLimits, Place
from bot.domain.moderation.asker import Asker
from bot.domain.quotas import (
    NO_QUOTAS,
    Allowance,
    Limit,
    Quota,
    Scope,
    ServerQuotas,
    limits_of,
)
from bot.store.prepared import Prepared, Row
from bot.store.quota_schema import quotas

_COLUMNS = (
    quotas.c.scope,
    quotas.c.scope_id,
    quotas.c.period,
    quotas.c.images,
    quotas.c.cost_micros,
)
_HERE = quotas.c.server_id == bindparam("server_id")


def _is(scope: Scope) -> ColumnElement[bool]:
    return quotas.c.scope == literal_column(f"'{scope}'")


_OWN = (
    (_is(Scope.MEMBER), quotas.c.scope_id == bindparam("member_id")),
    (_is(Scope.CHANNEL), quotas.c.scope_id == bindparam("channel_id")),
    (_is(Scope.EVERYONE),),
    (_is(Scope.SERVER),),
    # All of them: there are at most as many as a server has roles.
    (_is(Scope.ROLE),),
)
CONCERNING = union_all(*(select(*_COLUMNS).where(_HERE, *own) for own in _OWN))
_CONCERNING = Prepared(CONCERNING)


def concerning(connection: Connection, place: Place, asker: Asker) -> ServerQuotas:
    """Return what was set for that member, their roles, that channel and the server."""
    rows = _CONCERNING.run(
        connection,
        {
            "server_id": place.server_id,
            "member_id": place.member_id,
            "channel_id": place.ruling_channel_id,
        },
    )
    if not rows:
        return NO_QUOTAS
    roles = asker.role_ids or ()
    of_roles = [_quota(rows, Scope.ROLE, role_id) for role_id in roles]
    return ServerQuotas(
        member=_quota(rows, Scope.MEMBER),
        roles=tuple(quota for quota in of_roles if quota is not None),
        everyone=_quota(rows, Scope.EVERYONE),
        channel=_quota(rows, Scope.CHANNEL),
        server=_quota(rows, Scope.SERVER),
    )


def limits_here(
    connection: Connection, place: Place, asker: Asker, limits: MemberLimits
) -> Iterable[Limit]:
    """Return every limit that a request made there has to keep to."""
    return limits_of(
        concerning(connection, place, asker),
        daily_quota=limits.daily_quota,
        month_budget_micros=limits.month_budget_micros,
    )


def _quota(rows: Iterable[Row], scope: Scope, scope_id: int | None = None) -> Quota | None:
    found = {
        period: Allowance(images=images, cost_micros=cost_micros)
        for row_scope, row_id, period, images, cost_micros in rows
        if row_scope == scope and scope_id in {None, row_id}
    }
    return Quota(**{str(period): found[period] for period in found}) if found else None
