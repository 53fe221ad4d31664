"""Looking back by words: what is found, where a page ends, and what is never shown."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from bot.domain.generation import NewGeneration, Rung
from bot.store import past_statements
from bot.store.cleaning import DROP_WORDS
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.member_schema import favourites, prompt_words, word_backlog
from bot.store.past import NEWEST, Past, Wanted
from bot.store.schema import generations as rows
from bot.store.words import WordBacklog
from tests.unit.store.samples import LATER, MEMBER, NOON, SERVER, admit, claim, image, new

OTHER = MEMBER + 1


@pytest.fixture
def past(database: Database) -> Past:
    return Past(database)


def asking(
    prompt: str, style: str | None = None, *, member_id: int = MEMBER, server_id: int = SERVER
) -> NewGeneration:
    plain = new(member_id=member_id, server_id=server_id)
    request = plain.request.model_copy(update={"prompt": prompt})
    return replace(plain, request=request, style=style)


async def deliver(store: Generations, wanted: NewGeneration) -> int:
    made = await admit(store, wanted)
    assert await claim(store) is not None
    assert await store.started(made.id, "task", None, LATER)
    assert await store.ready(made.id, [image(0)], LATER) is not None
    assert await store.delivered(made.id, Rung.TOKEN, LATER)
    return made.id


async def change(database: Database, statement: object) -> None:
    await database.writer.write(
        lambda connection: (
            connection.execute(statement)  # type: ignore[call-overload] # any kind
            and None
        )
    )


async def like(database: Database, *ids: int, member_id: int = MEMBER) -> None:
    rows_of = [
        {"member_id": member_id, "generation_id": each, "server_id": SERVER, "created_at": NOON}
        for each in ids
    ]
    await change(database, insert(favourites).values(rows_of))


async def found(past: Past, *words: str, before_id: int = NEWEST, **rest: object) -> list[int]:
    wanted = Wanted(member_id=MEMBER, words=words)
    page = await past.older(replace(wanted, **rest), before_id, 9)  # type: ignore[arg-type] # fields
    return [one.id for one in page.generations]


async def test_each_word_must_be_there_and_the_style_is_one_of_them(
    generations: Generations, past: Past
) -> None:
    fox = await deliver(generations, asking("a red fox in the snow", "noir"))
    mill = await deliver(generations, asking("a red mill"))
    await deliver(generations, asking("a red fox", member_id=OTHER))
    await admit(generations, asking("a red fox that waits"))
    assert await found(past) == [mill, fox]
    assert await found(past, "red") == [mill, fox]
    assert await found(past, "red", "fox") == [fox]
    assert await found(past, "mill", "fox") == []
    assert await found(past, "s:noir", "red") == [fox]
    assert await found(past, "noir") == []


async def test_it_is_of_one_server_or_of_all(generations: Generations, past: Past) -> None:
    here = await deliver(generations, asking("fox"))
    there = await deliver(generations, asking("fox", server_id=SERVER + 1))
    assert await found(past, "fox") == [there, here]
    assert await found(past, "fox", server_id=SERVER) == [here]
    assert await found(past, server_id=SERVER + 1) == [there]


@pytest.mark.parametrize("words", [(), ("fox",), ("fox", "red")])
@pytest.mark.parametrize("server_id", [None, SERVER])
async def test_pages_join_on_both_ways(
    generations: Generations, past: Past, words: tuple[str, ...], server_id: int | None
) -> None:
    ids = [await deliver(generations, asking("a red fox")) for _ in range(5)]
    wanted = Wanted(member_id=MEMBER, words=words, server_id=server_id)
    first = await past.older(wanted, NEWEST, 2)
    assert [one.id for one in first.generations] == [ids[4], ids[3]]
    assert first.goes_on_from == ids[3]
    last = await past.older(wanted, ids[2], 2)
    assert [one.id for one in last.generations] == [ids[1], ids[0]]
    assert last.goes_on_from is None
    newer = await past.newer(wanted, ids[1], 2)
    assert [one.id for one in newer.generations] == [ids[3], ids[2]]
    assert newer.goes_on_from == ids[3]
    assert (await past.newer(wanted, ids[3], 2)).goes_on_from is None


async def test_two_frequent_words_that_never_meet_are_looked_through_bit_by_bit(
    generations: Generations, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_statements, "STRETCH", 2)
    past_statements.stretch.cache_clear()
    both = await deliver(generations, asking("fox mill"))
    ids = [await deliver(generations, asking(f"{word} here")) for word in ("fox", "mill") * 3]
    wanted = Wanted(member_id=MEMBER, words=("fox", "mill"))
    shown, start, looks = [], NEWEST, 0
    while start is not None:
        page = await past.older(wanted, start, 9)
        shown += [one.id for one in page.generations]
        start, looks = page.goes_on_from, looks + 1  # type: ignore[assignment] # None ends it
    assert shown == [both]
    assert 2 < looks < len(ids)
    past_statements.stretch.cache_clear()


async def test_favourites_are_found_by_their_own_words_whoever_made_them(
    database: Database, generations: Generations, past: Past
) -> None:
    mine = await deliver(generations, asking("a red fox"))
    theirs = await deliver(generations, asking("a red mill", member_id=OTHER))
    await deliver(generations, asking("a red hill"))
    hidden = await deliver(generations, asking("a red lake", member_id=OTHER))
    await change(database, update(rows).where(rows.c.id == hidden).values(is_private=True))
    await like(database, mine, theirs, hidden)
    assert await found(past, is_favourites=True) == [theirs, mine]
    assert await found(past, "mill", is_favourites=True) == [theirs]
    assert await found(past, "red", "fox", is_favourites=True, server_id=SERVER) == [mine]
    assert await found(past, "hill", is_favourites=True) == []


async def test_what_was_deleted_or_erased_is_not_found(
    database: Database, generations: Generations, past: Past
) -> None:
    deleted = await deliver(generations, asking("a fox"))
    erased = await deliver(generations, asking("a fox"))
    await like(database, deleted)
    await change(database, update(rows).where(rows.c.id == deleted).values(deleted_at=NOON))
    await database.writer.write(
        lambda connection: connection.execute(DROP_WORDS, {"ids": [erased]}) and None
    )
    assert await found(past, "fox") == []
    assert await found(past) == [erased]
    assert await found(past, is_favourites=True) == []


async def test_old_prompts_get_their_words_bit_by_bit_the_newest_first(
    database: Database, generations: Generations, past: Past
) -> None:
    ids = [await deliver(generations, asking("an old fox")) for _ in range(60)]
    await change(database, delete(prompt_words))
    await change(database, insert(word_backlog).values(below_id=ids[-1] + 1))
    backlog = WordBacklog(database)
    assert await backlog.write_some()
    assert (await found(past, "fox"))[0] == ids[-1]
    assert await found(past, "fox", before_id=ids[9] + 1) == []
    newest = await deliver(generations, asking("a fox meanwhile"))
    assert not await backlog.write_some()
    assert not await backlog.write_some()

    def count(connection: Connection) -> int:
        fox = select(func.count()).where(prompt_words.c.word == "fox")
        return connection.execute(fox).scalar_one()

    assert await database.read(count) == 61
    assert (await found(past, "fox"))[0] == newest
