"""How SQLite would answer a statement, with a value for every parameter of ours."""

from collections.abc import Collection, Mapping
from typing import Any, NoReturn

import pytest
from sqlalchemy import Connection, Executable, event

from bot.domain.generation import Rung, Status
from bot.domain.styles import Sharing
from bot.store.database import Database
from tests.unit.store.samples import NOON

KEY = {"server_id": 1, "member_id": 2, "owner_id": 2, "name": "n", "provider": "p"}
VALUES = {
    **KEY,
    "by_member": 2,
    "deleted_id": 1,
    "id": 1,
    "ids": [1, 2],
    "generation_id": 1,
    "next_id": 1,
    "its_turn": 0.0,
    "its_id": 1,
    "its_server": 1,
    "of_provider": "p",
    "of_server": 1,
    "of_member": 2,
    "of_id": 1,
    "old_turn": 0.0,
    "now_clock": 0.0,
    "given_back": 1.0,
    "new_turn": 0.0,
    "new_clock": 0.0,
    "new_finish": 0.0,
    "work_of_row": 1.0,
    "units_of_row": 1,
    "since": NOON,
    "message_id": 1,
    "whose": 2,
    "after": 1,
    "position": 1,
    "up_to_id": 9,
    "asked_at": NOON,
    "before_id": 9,
    "days": [NOON.date()],
    "first_day": NOON.date(),
    "after_id": 1,
    "road": Rung.TOKEN,
    "limit": 5,
    "turn": 1.0,
    "owner": "me",
    "me": "me",
    "own_name": "me",
    "until": NOON,
    "seen": NOON,
    "new_owner": "me",
    "now": NOON,
    "new_lease_until": NOON,
    "before": NOON,
    "of_reporter": 1,
    "of_message": 1,
    "of_generation": 1,
    "day": NOON.date(),
    "period": "all",
    "prefix": "a",
    "provider_name": "p",
    "running_per_member": 4,
    "running_per_server": 32,
    "expected": [Status.QUEUED],
    "sharing": Sharing.SHARED,
    "new_sharing": Sharing.OWN,
    "style_id": 1,
    "old_name": "n",
    "of_owner": 2,
    "content": "a",
    "small": b"a",
    "erased_id": 1,
    "request": {},
}


# Single rows that are joined, and the few who come later than someone new.
OF_NO_TABLE = ("SCAN CONSTANT ROW", "SCAN one", "SCAN behind", "SCAN later", "SCAN paused")


class Caught(Exception):
    """Instead of running: the text and the parameters that the driver would have got."""


def catch(
    _connection: object, _cursor: object, sql: str, parameters: object, *_: object
) -> NoReturn:
    raise Caught(sql, parameters)


async def plan(
    database: Database, statement: Executable, values: Mapping[str, Any] = VALUES
) -> list[str]:
    def explain(connection: Connection) -> list[str]:
        connection.begin()  # else the begin of the transaction is caught
        event.listen(connection, "before_cursor_execute", catch)
        with pytest.raises(Caught) as caught:
            connection.execute(statement, values)
        sql, parameters = caught.value.args
        cursor = connection.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        return [str(row[3]) for row in cursor.fetchall()]

    return await database.read(explain)


async def reads_by(
    database: Database,
    statement: Executable,
    indexes: Collection[str],
    values: Mapping[str, Any] = VALUES,
    *,
    bounded: tuple[str, ...] = (),
) -> list[str]:
    """Check that every index is used, and nothing read whole but what is *bounded*; return how."""
    lines = await plan(database, statement, values)
    reads = [line for line in lines if line.startswith(("SEARCH", "SCAN"))]
    assert {index for index in indexes if any(index in line for line in reads)} == {*indexes}, lines
    whole = [line for line in reads if line.startswith("SCAN") and " USING " not in line]
    assert [line for line in whole if not line.startswith(bounded)] == [], lines
    return lines
