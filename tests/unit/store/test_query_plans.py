"""Query plans: no question about a growing table reads the whole of it."""

from typing import NoReturn

import pytest
from sqlalchemy import Connection, Executable, event

from bot.domain.generation import Status
from bot.store import admission, claims, generations, ledger, rows, steps, styles, usage
from bot.store.database import Database
from tests.unit.store.samples import NOON

KEY = {"server_id": 1, "member_id": 2, "owner_id": 2, "name": "n", "provider": "p"}
VALUES = {
    **KEY,
    "id": 1,
    "ids": [1, 2],
    "generation_id": 1,
    "own_id": 1,
    "message_id": 1,
    "before_id": 9,
    "limit": 5,
    "turn": 1.0,
    "owner": "me",
    "new_owner": "me",
    "now": NOON,
    "new_lease_until": NOON,
    "before": NOON,
    "day": NOON.date(),
    "period": "all",
    "prefix": "a",
    "provider_name": "p",
    "running_per_member": 4,
    "expected": [Status.QUEUED],
}
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "standing": (
        admission.STANDING,
        {"ledger_days", "generations_open", "sqlite_autoindex_queues_1"},
    ),
    "claim": (claims.CLAIM, {"generations_queue", "generations_open", "PRIMARY KEY"}),
    "own turn": (claims.OWN_TURN, {"PRIMARY KEY"}),
    "place": (claims.AHEAD, {"generations_queue"}),
    "get": (generations.BY_ID, {"PRIMARY KEY"}),
    "message": (generations.BY_MESSAGE, {"generations_messages"}),
    "queued": (generations.QUEUED, {"generations_queue"}),
    "owned": (generations.OWNED, {"generations_owned"}),
    "history": (generations.HISTORY, {"generations_history"}),
    "tokens": (generations.ERASE_TOKENS, {"generations_tokens"}),
    "step": (steps.STEP.values(status=Status.FAILED), {"PRIMARY KEY"}),
    "images": (rows.IMAGES_OF, {"sqlite_autoindex_images_1"}),
    "net units": (ledger.NET_OF, {"ledger_once"}),
    "day of server": (usage.DAY_OF_SERVER, {"ledger_days"}),
    "day of member": (usage.DAY_OF_MEMBER, {"ledger_days"}),
    "total of server": (usage.TOTAL_OF_SERVER, {"sqlite_autoindex_usage_totals_1"}),
    "total of member": (usage.TOTAL_OF_MEMBER, {"sqlite_autoindex_usage_totals_1"}),
    "models of server": (usage.MODELS_OF_SERVER, {"sqlite_autoindex_usage_totals_1"}),
    "models of member": (usage.MODELS_OF_MEMBER, {"sqlite_autoindex_usage_totals_1"}),
    "members of server": (usage.MEMBERS_OF_SERVER, {"sqlite_autoindex_usage_totals_1"}),
    "count of styles": (styles.COUNT, {"styles_names"}),
    "list of styles": (styles.LIST, {"styles_names"}),
    "style": (styles.GET, {"styles_names"}),
    "search of styles": (styles.SEARCH, {"styles_names"}),
    "deletion of style": (styles.DELETE, {"styles_names"}),
}
OF_NO_TABLE = ("SCAN CONSTANT ROW", "SCAN anon_1")  # the second: what a LIMIT has cut
COVERED = {"standing", "place", "day of server", "day of member"}


class Caught(Exception):
    """Instead of running: the text and the parameters that the driver would have got."""


def catch(
    _connection: object, _cursor: object, sql: str, parameters: object, *_: object
) -> NoReturn:
    raise Caught(sql, parameters)


async def plan(database: Database, statement: Executable) -> list[str]:
    def explain(connection: Connection) -> list[str]:
        connection.begin()  # else the begin of the transaction is caught
        event.listen(connection, "before_cursor_execute", catch)
        with pytest.raises(Caught) as caught:
            connection.execute(statement, VALUES)
        sql, parameters = caught.value.args
        cursor = connection.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return [str(row[3]) for row in cursor.fetchall()]

    return await database.read(explain)


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    lines = await plan(database, statement)
    reads = [line for line in lines if line.startswith(("SEARCH", "SCAN"))]
    used = {index for index in indexes if any(index in line for line in reads)}
    assert used == indexes, lines
    whole = [line for line in reads if line.startswith("SCAN") and " USING " not in line]
    assert [line for line in whole if not line.startswith(OF_NO_TABLE)] == []


@pytest.mark.parametrize("name", sorted(COVERED))
async def test_a_frequent_question_is_answered_by_the_index_alone(
    database: Database, name: str
) -> None:
    reads = [
        line
        for line in await plan(database, PLANS[name][0])
        if " USING " in line and "queues" not in line
    ]
    assert reads
    assert all("COVERING" in line for line in reads), reads


@pytest.mark.parametrize("name", ["claim", "place", "history", "message"])
async def test_an_order_needs_no_sorting(database: Database, name: str) -> None:
    assert not [line for line in await plan(database, PLANS[name][0]) if "TEMP B-TREE" in line]
