"""Favourites: kept once, and only of what has images."""

import pytest

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.favourites import Favourites
from bot.store.generations import Generations
from tests.unit.store.samples import MEMBER, NOON, bring_to

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
    assert await favourites.remove(OTHER, made.id)
    assert not await favourites.remove(OTHER, made.id)
    assert not await favourites.is_favourite(OTHER, made.id)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.FAILED])
async def test_what_has_no_images_is_nobodys_favourite(
    favourites: Favourites, generations: Generations, status: Status
) -> None:
    made = await bring_to(generations, status)
    assert not await favourites.add(MEMBER, made.id, NOON)
    assert not await favourites.add(MEMBER, 4711, NOON)
