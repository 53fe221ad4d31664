"""The terms of servers: each once, never more than allowed, every change logged with it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Executable, func, select

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.words.term_rules import TooManyTerms
from bot.domain.moderation.words.terms import MAX_PATTERNS, MAX_TERMS, Term, TermAction, TermKind
from bot.store import terms as statements
from bot.store.database import Database
from bot.store.moderation_schema import moderation_log
from bot.store.policies import PolicyStore
from bot.store.terms import Terms
from tests.unit.store import plans
from tests.unit.store.plans import plan
from tests.unit.store.samples import NOON

SERVER, OTHER = 10, 11


def entry(server_id: int = SERVER) -> LogEntry:
    return LogEntry(server_id=server_id, at=NOON, action=Action.WORDS_CHANGED, actor_id=1)


def word(text: str, action: TermAction = TermAction.BLOCK) -> Term:
    return Term(kind=TermKind.WORD, text=text, action=action)


def pattern(text: str) -> Term:
    return Term(kind=TermKind.PATTERN, text=text)


async def entries(database: Database) -> int:
    count = select(func.count()).select_from(moderation_log)
    return int(await database.read(lambda one: one.execute(count).scalar_one()))


async def test_a_term_is_kept_once_and_logged_once(database: Database) -> None:
    terms = Terms(database)
    assert await terms.add([word("cat")], entry()) == 1
    assert await terms.add([word("cat")], entry()) == 0
    assert await entries(database) == 1
    (kept,) = await PolicyStore(database).terms(SERVER)
    assert (kept.text, kept.action) == ("cat", TermAction.BLOCK)


async def test_servers_have_nothing_to_do_with_each_other(database: Database) -> None:
    terms = Terms(database)
    await terms.add([word("cat")], entry())
    assert await terms.add([word("cat")], entry(OTHER)) == 1
    assert await terms.remove(TermKind.WORD, "cat", entry(OTHER))
    assert not await terms.remove(TermKind.WORD, "cat", entry(OTHER))
    assert (await terms.page(SERVER, skipped=0, most=10)).total == 1


async def test_the_last_place_is_taken_and_no_more(database: Database) -> None:
    terms = Terms(database)
    await terms.add([word(f"word{number}") for number in range(MAX_TERMS - 1)], entry())
    assert await terms.add([word("last")], entry()) == 1
    with pytest.raises(TooManyTerms):
        await terms.add([Term(kind=TermKind.EXCEPTION, text="one more")], entry())
    assert (await terms.page(SERVER, skipped=0, most=1)).total == MAX_TERMS
    await terms.remove(TermKind.WORD, "last", entry())
    assert await terms.add([word("again")], entry()) == 1


async def test_of_many_moderators_at_once_none_passes_the_limit(database: Database) -> None:
    terms = Terms(database)
    await terms.add([pattern(f"p{number}") for number in range(MAX_PATTERNS - 3)], entry())
    outcomes = await asyncio.gather(
        *(terms.add([pattern(f"q{number}")], entry()) for number in range(10)),
        return_exceptions=True,
    )
    assert sum(outcome == 1 for outcome in outcomes) == 3
    assert sum(isinstance(outcome, TooManyTerms) for outcome in outcomes) == 7
    assert (await terms.page(SERVER, skipped=0, most=1)).counts[TermKind.PATTERN] == MAX_PATTERNS
    assert await entries(database) == 1 + 3


async def test_a_file_that_is_too_much_adds_nothing(database: Database) -> None:
    terms = Terms(database)
    await terms.add([word("cat")], entry())
    with pytest.raises(TooManyTerms):
        await terms.add([word(f"word{number}") for number in range(MAX_TERMS)], entry())
    assert (await terms.page(SERVER, skipped=0, most=1)).total == 1


async def test_pages_begin_with_the_newest(database: Database) -> None:
    terms = Terms(database)
    await terms.add([word(f"word{number}") for number in range(5)], entry())
    page = await terms.page(SERVER, skipped=1, most=2)
    assert [term.text for term in page.terms] == ["word3", "word2"]


VALUES: dict[str, Any] = {
    "of_server": 1,
    "of_kind": "word",
    "of_text": "cat",
    "skipped": 0,
    "most": 40,
}
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "counts": (statements.COUNTS, {"policy_terms_once"}),
    "page": (statements.PAGE, {"policy_terms_pages"}),
    "removal": (statements.REMOVE, {"policy_terms_once"}),
}


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_of_terms_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    lines = await plan(database, statement, {**plans.VALUES, **VALUES})
    assert all(any(index in line for line in lines) for index in indexes), lines
    assert not [line for line in lines if "SCAN" in line and " USING " not in line], lines
    assert not [line for line in lines if "TEMP B-TREE" in line], lines
