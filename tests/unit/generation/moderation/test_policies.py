"""The rules of a server: read once however many ask, and never older than the last change."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.domain.moderation.policy import Level, ServerPolicy
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.moderation.words.terms import Term, TermKind
from bot.errors import StorageUnavailable
from bot.generation.moderation.policies import Policies
from bot.store.policies import StoredRules

SERVER = 10


@dataclass
class SlowStore:
    """Reads what is there when a reading begins, and answers once the gate is open."""

    level: Level = Level.EVERYONE
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    readings: int = 0
    term_readings: int = 0
    fault: Exception | None = None
    listed: Sequence[Term] = ()

    async def rules(self, server_id: int) -> StoredRules:
        del server_id
        self.readings += 1
        level = self.level
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return StoredRules(
            policy=ServerPolicy(level=level),
            channels={},
            roles={},
            blocks={},
            trusts={},
            moderators_channel_id=None,
        )

    async def terms(self, server_id: int) -> Sequence[Term]:
        del server_id
        self.term_readings += 1
        return self.listed


@dataclass
class Compiler:
    compiled: int = 0

    def __call__(self, terms: Sequence[Term], categories_off: frozenset[str]) -> PromptPolicy:
        del terms, categories_off
        self.compiled += 1
        return PromptPolicy(StartingWords())


@pytest.fixture
def compiler() -> Compiler:
    return Compiler()


@pytest.fixture
def store() -> SlowStore:
    return SlowStore()


@pytest.fixture
def policies(store: SlowStore, compiler: Compiler) -> Policies:
    return Policies(store, compiler)  # type: ignore[arg-type]  # a stand-in


async def asked(policies: Policies, times: int) -> list["asyncio.Task[object]"]:
    """Return so many requests that all wait for the rules."""
    tasks: list[asyncio.Task[object]] = [
        asyncio.create_task(policies.of(SERVER)) for _number in range(times)
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_a_hundred_first_requests_read_and_compile_once(
    policies: Policies, store: SlowStore, compiler: Compiler
) -> None:
    tasks = await asked(policies, 100)
    store.gate.set()
    books = await asyncio.gather(*tasks)
    assert (store.readings, store.term_readings, compiler.compiled) == (1, 1, 1)
    assert len({id(book) for book in books}) == 1
    assert await policies.of(SERVER) is books[0]
    assert store.readings == 1


async def test_what_is_changed_while_it_is_read_is_read_again(
    policies: Policies, store: SlowStore
) -> None:
    (early,) = await asked(policies, 1)
    store.level = Level.OFF
    policies.changed(SERVER)
    (late,) = await asked(policies, 1)  # begins a reading of its own
    store.gate.set()
    await early
    assert (await policies.of(SERVER)).policy.level is Level.OFF  # not what the early one read
    book = await late
    assert book.policy.level is Level.OFF  # type: ignore[attr-defined]
    assert store.readings == 2


async def test_a_change_after_the_reading_counts_at_the_next_request(
    policies: Policies, store: SlowStore
) -> None:
    store.gate.set()
    assert (await policies.of(SERVER)).policy.level is Level.EVERYONE
    store.level = Level.OFF
    policies.changed(SERVER)
    assert (await policies.of(SERVER)).policy.level is Level.OFF


async def test_who_is_cancelled_does_not_end_the_reading_for_the_others(
    policies: Policies, store: SlowStore
) -> None:
    first, second = await asked(policies, 2)
    first.cancel()
    await asyncio.sleep(0)
    store.gate.set()
    await second
    assert store.readings == 1


async def test_what_could_not_be_read_is_tried_again(policies: Policies, store: SlowStore) -> None:
    store.fault = StorageUnavailable()
    store.gate.set()
    tasks = await asked(policies, 3)
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StorageUnavailable] * 3
    store.fault = None
    assert (await policies.of(SERVER)).policy.level is Level.EVERYONE


async def test_words_are_compiled_anew_only_if_they_have_changed(
    policies: Policies, store: SlowStore, compiler: Compiler
) -> None:
    store.gate.set()
    await policies.of(SERVER)
    policies.changed(SERVER)
    await policies.of(SERVER)
    assert compiler.compiled == 1
    policies.words_changed(SERVER)
    await policies.of(SERVER)
    assert compiler.compiled == 2


@pytest.mark.parametrize(("kind", "most_terms"), [(TermKind.WORD, 5), (TermKind.PATTERN, 5 * 75)])
async def test_the_longest_unused_words_are_forgotten_once_all_servers_have_too_many(
    store: SlowStore, compiler: Compiler, kind: TermKind, most_terms: int
) -> None:
    store.gate.set()
    store.listed = [Term(kind=kind, text=text) for text in ("one", "two")]
    policies = Policies(store, compiler, most_terms=most_terms)  # type: ignore[arg-type]
    for server_id in (1, 2, 1, 3, 1, 3):
        await policies.of(server_id)
    assert compiler.compiled == 3
    await policies.of(2)
    assert compiler.compiled == 4
