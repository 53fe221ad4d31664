"""Housekeeping takes blocks and trusts that are over out of their tables."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.domain.moderation.log import Action, LogEntry
from bot.store.block_rows import trust
from bot.store.blocks import Blocks
from bot.store.database import Database
from tests.fakes.time import FakeTime
from tests.unit.generation.housekeeping.house_keepers import housekeeping
from tests.unit.store.old_rows import ids_of
from tests.unit.store.samples import NOON, SERVER


async def test_what_is_over_goes_within_a_minute(
    database: Database, tmp_path: Path, time: FakeTime
) -> None:
    begun = NOON - timedelta(days=2)
    for member_id, until in (
        (1, NOON - timedelta(days=1)),
        (2, NOON + timedelta(days=1)),
        (3, None),
    ):
        blocked = LogEntry(server_id=SERVER, at=begun, action=Action.BLOCKED, actor_id=9)
        await Blocks(database).block(member_id, until, blocked)
        if until is not None:
            trusted = replace(blocked, action=Action.TRUSTED)
            await database.writer.write(partial(_trust, member_id, until, trusted))
    await housekeeping(database, tmp_path, time).step()
    assert await ids_of(database, "blocks", "member_id") == [2, 3]
    assert await ids_of(database, "trusts", "member_id") == [2]


def _trust(member_id: int, until: datetime, entry: LogEntry, connection: Connection) -> None:
    trust(connection, member_id, until, entry)
