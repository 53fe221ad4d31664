"""The tables of quotas and budgets: what is allowed, what was spent, and who was warned.

Registered on the one ``metadata`` of ``bot.store.schema``, as the migrations create them.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from bot.store.column_types import RowId, UtcTime
from bot.store.partial_index import partial_index
from bot.store.readable_json import ReadableJson
from bot.store.schema import metadata

quotas = Table(  # what may be used in a UTC day or month; a column that is None has no limit here
    "quotas",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("scope", String(16), primary_key=True),  # server, channel, role, member, everyone
    Column("scope_id", BigInteger, primary_key=True, autoincrement=False),  # 0 for all of them
    Column("period", String(16), primary_key=True),  # day or month
    Column("images", BigInteger),
    Column("cost_micros", BigInteger),  # millionths of the price table's currency
    Column("changed_at", UtcTime, nullable=False),
)

# Sums of the ledger by day and by month, kept in the same transaction as its entries.
spent_totals = Table(
    "spent_totals",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("scope", String(16), primary_key=True),  # server, channel, member or operator
    Column("scope_id", BigInteger, primary_key=True, autoincrement=False),
    Column("period", String(10), primary_key=True),  # 2026-11 or 2026-11-27
    Column("units", BigInteger, nullable=False),
    Column("cost_micros", BigInteger, nullable=False),
)

for _name, _length in (("days", 10), ("months", 7)):
    partial_index(
        f"spent_totals_{_name}", spent_totals, "period", where=f"length(period) = {_length}"
    )

budget_notices = Table(  # which warning was sent to whom for which period, so that it comes once
    "budget_notices",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("period", String(10), primary_key=True),
    Column("percent", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("told_at", UtcTime),  # None: to be told yet
)
partial_index(
    "budget_notices_untold",
    budget_notices,
    "server_id",
    "period",
    "percent",
    where="told_at IS NULL",
)

parked_requests = Table(  # what costs so much that its member is asked first, for some minutes
    "parked_requests",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("member_id", BigInteger, nullable=False),
    Column("server_id", BigInteger, nullable=False),
    Column("content", ReadableJson, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,  # an id stands in a button: never given out twice
)
Index("parked_requests_expiry", parked_requests.c.expires_at)
Index("parked_requests_members", parked_requests.c.member_id)
Index("parked_requests_servers", parked_requests.c.server_id)
