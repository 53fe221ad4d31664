"""Lists that people look at: what waits and runs, and whose card a message is."""

import pytest

from bot.domain.generation import Generation, Rung, Status
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.listings import Listings
from tests.unit.store.samples import LATER, MEMBER, SERVER, admit, bring_to, claim, new

OTHER = MEMBER + 1


@pytest.fixture
def listings(database: Database) -> Listings:
    return Listings(database)


def ids(found: list[Generation] | object) -> list[int]:
    assert isinstance(found, list)
    return [one.id for one in found]


async def test_what_runs_comes_before_what_waits_in_the_order_of_turns(
    generations: Generations, listings: Listings
) -> None:
    mine = [(await admit(generations)).id for _ in range(3)]
    theirs = (await admit(generations, new(member_id=OTHER))).id
    await admit(generations, new(server_id=SERVER + 1))
    claimed = await claim(generations)
    assert claimed is not None
    assert claimed.id == mine[0]
    assert ids(await listings.waiting_and_running(SERVER, None, 9)) == [mine[0], theirs, *mine[1:]]
    assert ids(await listings.waiting_and_running(SERVER, MEMBER, 2)) == mine[:2]


async def test_what_has_ended_is_not_listed_as_waiting(
    generations: Generations, listings: Listings
) -> None:
    for status in (Status.READY, Status.DELIVERED, Status.FAILED, Status.CANCELLED):
        await bring_to(generations, status)
    assert ids(await listings.waiting_and_running(SERVER, MEMBER, 9)) == []


async def test_the_newest_generation_of_a_card_is_found(
    generations: Generations, listings: Listings
) -> None:
    for one in [await admit(generations) for _ in range(2)]:
        await generations.set_message(one.id, 4711)
    found = await listings.find_by_message(4711)
    assert found is not None
    assert found.id == 2
    assert await listings.find_by_message(4712) is None


async def test_what_waits_and_runs_is_counted_in_full(
    generations: Generations, listings: Listings
) -> None:
    for _ in range(3):
        await admit(generations)
    await admit(generations, new(member_id=OTHER))
    await claim(generations)
    await bring_to(generations, Status.FAILED)
    assert await listings.waiting_and_running_count(SERVER, None) == 4
    assert await listings.waiting_and_running_count(SERVER, MEMBER) == 3


async def test_kept_images_are_noted_as_handed_out_once(generations: Generations) -> None:
    ready = await bring_to(generations, Status.READY)
    assert not await generations.handed_out(ready.id, Rung.TOKEN)
    await generations.delivered(ready.id, Rung.KEPT, LATER)
    assert await generations.handed_out(ready.id, Rung.TOKEN)
    assert not await generations.handed_out(ready.id, Rung.DM)
    found = await generations.get(ready.id)
    assert found is not None
    assert found.rung is Rung.TOKEN
