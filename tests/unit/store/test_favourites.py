"""Favourites: kept once, listed by pages that all cost the same, gone with what they name."""

import pytest
from sqlalchemy import update

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.favourites import Favourites
from bot.store.generations import Generations
from bot.store.schema import generations as table
from tests.unit.store.samples import MEMBER, NOON, SERVER, bring_to

OTHER = 81


@pytest.fixture
def favourites(database: Database) -> Favourites:
    return Favourites(database)


async def test_a_favourite_is_kept_once_and_removed_once(
    favourites: Favourites, generations: Generations
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    assert not await favourites.is_favourite(OTHER, made.id)
    for _ in range(2):
        assert await favourites.add(OTHER, made.id, NOON)
    assert await favourites.is_favourite(OTHER, made.id)
    assert not await favourites.is_favourite(MEMBER, made.id)
    assert [one.id for one in await favourites.page(OTHER, SERVER, limit=5)] == [made.id]
    assert await favourites.remove(OTHER, made.id)
    assert not await favourites.remove(OTHER, made.id)
    assert await favourites.page(OTHER, None, limit=5) == []


@pytest.mark.parametrize("status", [Status.QUEUED, Status.FAILED])
async def test_what_has_no_images_is_nobodys_favourite(
    favourites: Favourites, generations: Generations, status: Status
) -> None:
    made = await bring_to(generations, status)
    assert not await favourites.add(MEMBER, made.id, NOON)
    assert not await favourites.add(MEMBER, 4711, NOON)


async def test_what_is_deleted_is_not_listed(
    favourites: Favourites, generations: Generations, database: Database
) -> None:
    made = await bring_to(generations, Status.DELIVERED)
    assert await favourites.add(MEMBER, made.id, NOON)
    await database.writer.write(
        lambda connection: connection.execute(update(table).values(deleted_at=NOON))
    )
    assert await favourites.page(MEMBER, SERVER, limit=5) == []


async def test_pages_lead_there_and_back(favourites: Favourites, generations: Generations) -> None:
    ids = [(await bring_to(generations, Status.DELIVERED)).id for _ in range(5)]
    for made in ids:
        assert await favourites.add(MEMBER, made, NOON)
    for server_id in (SERVER, None):
        first = await favourites.page(MEMBER, server_id, limit=2)
        second = await favourites.page(MEMBER, server_id, limit=2, before_id=first[-1].id)
        back = await favourites.page_after(MEMBER, server_id, limit=2, after_id=second[0].id)
        assert [one.id for one in (*first, *second)] == ids[:0:-1]
        assert back == first
        assert len(first[0].images) == 2
    assert await favourites.page(MEMBER, SERVER + 1, limit=5) == []
