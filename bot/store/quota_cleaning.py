"""What goes of quotas and budgets with a server, and with a member's wish: a step at a time."""

from sqlalchemy import Delete, Table, bindparam, delete, select, tuple_

from bot.store.fronts import MAX_STEP
from bot.store.quota_schema import budget_notices, parked_requests, quotas, spent_totals
from bot.store.schema import generations

_MOST_OF_MEMBER = 50
_MEMBER = bindparam("whose", type_=generations.c.member_id.type)


def _drop(table: Table) -> Delete:
    key = tuple(table.primary_key.columns)
    some = select(*key).where(table.c.server_id == bindparam("server_id")).limit(MAX_STEP)
    return delete(table).where(tuple_(*key).in_(some))


DROP_QUOTAS, DROP_SPENT = _drop(quotas), _drop(spent_totals)
DROP_NOTICES, DROP_PARKED = _drop(budget_notices), _drop(parked_requests)
QUOTAS_OF_SERVER = (DROP_QUOTAS, DROP_SPENT, DROP_NOTICES, DROP_PARKED)
DROP_PARKED_OF_MEMBER = delete(parked_requests).where(
    parked_requests.c.id.in_(
        select(parked_requests.c.id)
        .where(parked_requests.c.member_id == _MEMBER)
        .limit(_MOST_OF_MEMBER)
    )
)
