"""Query plans of quotas and budgets: each sum is looked up, and none is added up."""

from typing import Any

import pytest
from sqlalchemy import Executable

from bot.store import (
    budget_marks,
    budgets,
    ledger,
    parked,
    quota_cleaning,
    quota_rows,
    quotas,
    spending,
)
from bot.store.database import Database
from tests.unit.store import plans
from tests.unit.store.plans import reads_by
from tests.unit.store.samples import NOON

VALUES: dict[str, Any] = {
    "server_id": 1,
    "member_id": 2,
    "channel_id": 3,
    "everyone": 0,
    "all_servers": 0,
    "day_key": "2026-03-01",
    "month_key": "2026-03",
    "before": "2026-01-01",
    "of_server": 1,
    "of_scope": "server",
    "of_id": 0,
    "most": 26,
    "skipped": 0,
    "of_period": "2026-03",
    "this_month": "2026-03",
    "of_percent": 80,
    "of_generation": 1,
    "net_micros": 1,
    "limit": 5,
    "of_member": 2,
    "whose": 2,
    "now": NOON,
}
QUOTAS = "sqlite_autoindex_quotas_1"
TOTALS = "sqlite_autoindex_spent_totals_1"
NOTICES = "sqlite_autoindex_budget_notices_1"
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "concerning": (quota_rows.CONCERNING, {QUOTAS}),
    "spent": (spending.SPENT, {TOTALS}),
    "spent of a server": (budget_marks.SPENT_OF_SERVER, {TOTALS}),
    "old days": (spending.OLD_DAYS, {"spent_totals_days"}),
    "old months": (spending.OLD_MONTHS, {"spent_totals_months"}),
    "dropping days": (spending.DROP_DAYS, {"spent_totals_days", TOTALS}),
    "dropping months": (spending.DROP_MONTHS, {"spent_totals_months", TOTALS}),
    "parked": (parked.GET, {"PRIMARY KEY"}),
    "removal of a parked": (parked.REMOVE, {"PRIMARY KEY"}),
    "old parked": (parked.DROP_OLD, {"parked_requests_expiry"}),
    "parked of a member": (quota_cleaning.DROP_PARKED_OF_MEMBER, {"parked_requests_members"}),
    "parked of a server": (quota_cleaning.DROP_PARKED, {"parked_requests_servers"}),
    "quotas of a server": (quota_cleaning.DROP_QUOTAS, {QUOTAS}),
    "sums of a server": (quota_cleaning.DROP_SPENT, {TOTALS}),
    "marks of a server": (quota_cleaning.DROP_NOTICES, {NOTICES}),
    "reserved": (budgets.RESERVED, {"generations_open"}),
    "ceilings": (budgets.CEILINGS, {QUOTAS}),
    "quota": (quotas.GET, {QUOTAS}),
    "removal": (quotas.REMOVE, {QUOTAS}),
    "count": (quotas.COUNT, {QUOTAS}),
    "list": (quotas.LIST, {QUOTAS}),
    "cost": (ledger.SET_COST, {"PRIMARY KEY"}),
    "forgetting": (budget_marks.FORGET, {NOTICES}),
    "forgetting older ones": (budget_marks.FORGET_OLDER, {NOTICES}),
    "untold": (budget_marks.UNTOLD, {"budget_notices_untold"}),
    "telling": (budget_marks.TELL, {"budget_notices"}),
    "telling all": (budget_marks.TELL_ALL, {"budget_notices_untold"}),
}


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_of_quotas_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    just_read = ("SCAN open",)
    values = {**plans.VALUES, **VALUES}
    lines = await reads_by(database, statement, indexes, values, bounded=just_read)
    assert not [line for line in lines if "TEMP B-TREE" in line], lines
