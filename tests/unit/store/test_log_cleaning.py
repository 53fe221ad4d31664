"""The moderation log goes by its age alone, the prompts in it with prompts and with a wish."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Executable, func, insert, select

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.domain.moderation.verdicts import Rule
from bot.store import erasure_statements, log_cleaning
from bot.store.blocks import Blocks
from bot.store.database import Database
from bot.store.erasures import Erasures
from bot.store.file_removal import FileRemoval
from bot.store.log_pages import LogPages
from bot.store.moderation_log import ModerationLog
from bot.store.moderation_schema import (
    blocks,
    log_floors,
    moderation_log,
    moderation_texts,
    policy_terms,
)
from bot.store.retention import Retention
from tests.unit.store.clean_up import HERE, to_the_end
from tests.unit.store.old_rows import ids_of
from tests.unit.store.plans import plan
from tests.unit.store.samples import MEMBER, NOON, SERVER
from tests.unit.store.test_retention_of_rows import left_server

TABLES = (moderation_log, moderation_texts, blocks, policy_terms)


def refused(days: float, *, member_id: int = MEMBER, server_id: int = SERVER) -> LogEntry:
    return LogEntry(
        server_id=server_id,
        at=NOON - timedelta(days=days),
        action=Action.REFUSED,
        member_id=member_id,
        rule=Rule.TERM,
        values={"term": "fox", "around": "a secret fox"},
        text="a secret fox in the snow",
    )


async def counts(database: Database) -> list[int]:
    def query(connection: Any) -> list[int]:
        return [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES
        ]

    return await database.read(query)


async def remaining(database: Database, server_id: int = SERVER) -> list[LogEntry]:
    page = await LogPages(database).older(server_id, LogFilter(), 500)
    return [one.entry for one in page.entries]


async def test_entries_go_by_their_age_in_steps_and_no_sooner(
    database: Database, retention: Retention
) -> None:
    log = ModerationLog(database)
    await log.add([refused(400) for _number in range(150)])
    await log.add([refused(364), refused(400, server_id=SERVER + 1)])
    before = NOON - timedelta(days=365)
    first = await retention.prune_log(HERE, before)
    assert (first.count, first.has_more) == (100, True)
    assert await to_the_end(lambda: retention.prune_log(HERE, before)) == 50
    assert [one.id for one in await remaining(database)] == [151]
    assert [one.id for one in await remaining(database, SERVER + 1)] == [152]
    assert await counts(database) == [2, 2, 0, 0]  # the prompts of removed entries went as well
    await log.add([refused(0)])
    assert [one.id for one in await remaining(database)] == [153, 151]  # no id comes twice


async def test_prompts_go_sooner_than_their_entries(
    database: Database, retention: Retention
) -> None:
    await ModerationLog(database).add([refused(31), refused(29)])
    before = NOON - timedelta(days=30)
    assert await to_the_end(lambda: retention.prune_texts(HERE, before)) == 1
    assert [one.text for one in await remaining(database)] == ["a secret fox in the snow", ""]


async def test_an_entry_itself_holds_none_of_the_members_words(database: Database) -> None:
    await ModerationLog(database).add([refused(0)])
    (entry,) = await remaining(database)
    assert entry.values == {"term": "fox"}


async def test_all_of_a_left_server_goes_and_nothing_of_another(
    database: Database, retention: Retention
) -> None:
    target = await left_server(database, days=8)
    for server_id in (SERVER, SERVER + 1):
        await ModerationLog(database).add([refused(9, server_id=server_id)])
        await Blocks(database).block(MEMBER, None, refused(9, server_id=server_id))
        await keep_term(database, server_id)
    await to_the_end(lambda: retention.drop_rest(target, NOON))
    assert await counts(database) == [2, 2, 1, 1]
    assert await ids_of(database, "log_floors", "server_id") == []
    assert await remaining(database) == []
    assert len(await remaining(database, SERVER + 1)) == 2


async def keep_term(database: Database, server_id: int) -> None:
    values: dict[str, Any] = {"server_id": server_id, "kind": "word", "text": "fox"}
    values |= {"action": "block", "created_by": 1, "created_at": NOON}

    def job(connection: Connection) -> None:
        connection.execute(insert(policy_terms).values(**values))

    await database.writer.write(job)


async def test_a_members_wish_takes_the_prompts_and_leaves_the_decisions(
    database: Database, removal: FileRemoval
) -> None:
    log = ModerationLog(database)
    await log.add([refused(9) for _number in range(60)])
    await log.add([refused(9, member_id=MEMBER + 1), refused(-1)])
    await Blocks(database).block(MEMBER, None, refused(9))
    erasures = Erasures(database, removal)
    await erasures.ask(MEMBER, NOON)
    while await erasures.step(MEMBER, NOON):
        pass
    texts = [(one.member_id, one.at <= NOON) for one in await remaining(database) if one.text]
    assert texts == [(MEMBER, False), (MEMBER + 1, True)]  # what came after the wish stays
    assert len(await remaining(database)) == 63
    assert (await counts(database))[2] == 1  # to delete everything is no way out of a block


async def test_a_floor_never_sinks(database: Database, retention: Retention) -> None:
    log = ModerationLog(database)
    await log.add([refused(1), refused(400)])  # the older one was written later
    await retention.prune_log(HERE, NOON - timedelta(days=365))
    await log.add([refused(1), refused(400)])
    await retention.prune_log(HERE, NOON - timedelta(days=365))

    def floor(connection: Any) -> int:
        found: int = connection.execute(select(log_floors.c.below_id)).scalar_one()
        return found

    assert await database.read(floor) == 5
    assert [one.id for one in await remaining(database)] == [3, 1]


VALUES: dict[str, Any] = {
    "server_id": 1,
    "before": datetime(2026, 1, 1, tzinfo=NOON.tzinfo),
    "ids": [1, 2],
    "after": 0,
    "whose": 1,
    "asked_at": NOON,
}
PLANS: dict[str, tuple[Executable, str]] = {
    "old texts": (log_cleaning.OLD_TEXTS, "moderation_texts_ages"),
    "texts": (log_cleaning.DROP_TEXTS, "PRIMARY KEY"),
    "old entries": (log_cleaning.OLD_ENTRIES, "moderation_log_times"),
    "entries": (log_cleaning.DROP_ENTRIES, "PRIMARY KEY"),
    "next logged": (log_cleaning.NEXT_LOGGED, "moderation_log"),
    "a member's texts": (erasure_statements.DROP_REFUSED_TEXTS, "moderation_texts_members"),
    **{
        f"rules {number}": (statement, "(server_id=?")
        for number, statement in enumerate(log_cleaning.DROP_RULES)
    },
}


@pytest.mark.parametrize("name", PLANS)
async def test_each_statement_reads_by_an_index(database: Database, name: str) -> None:
    statement, index = PLANS[name]
    lines = await plan(database, statement, VALUES)
    assert any(index in line for line in lines), lines
    assert not [line for line in lines if line.startswith("SCAN")], lines
