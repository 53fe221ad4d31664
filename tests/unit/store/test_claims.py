"""Claims: whose turn it is, and that it is one's alone."""

import asyncio

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.timing import SystemTime
from tests.unit.store.samples import LATER, OWNER, PROVIDER, admit, claim, new


async def order_of(generations: Generations) -> list[int]:
    """Claim until nobody is left and return the members in the order of their turns."""
    members = []
    while (claimed := await claim(generations, running_per_member=1000)) is not None:
        members.append(claimed.place.member_id)
    return members


async def test_a_claim_takes_the_row_for_its_owner(
    database: Database, generations: Generations
) -> None:
    admitted = await admit(generations)
    claimed = await claim(generations)
    assert claimed is not None
    assert (claimed.id, claimed.status) == (admitted.id, Status.SUBMITTING)
    assert [one.id for one in await Leases(database).unfinished(OWNER)] == [admitted.id]
    assert await claim(generations) is None


async def test_another_providers_queue_is_left_alone(generations: Generations) -> None:
    await admit(generations, new(provider="other"))
    assert await claim(generations) is None
    assert await claim(generations, provider="other") is not None


async def test_two_claimers_never_take_the_same(url: str, database: Database) -> None:
    second = await Database.open(url, SystemTime())
    stores = [Generations(database), Generations(second)]
    for member in range(20):
        await admit(stores[0], new(member_id=member))
    claimed = await asyncio.gather(*(claim(stores[turn % 2]) for turn in range(30)))
    await second.close()
    ids = [one.id for one in claimed if one is not None]
    assert len(ids) == len(set(ids)) == 20


async def test_members_of_a_server_take_turns(generations: Generations) -> None:
    for _ in range(4):
        await admit(generations, new(member_id=1))
    for _ in range(2):
        await admit(generations, new(member_id=2))
    assert await order_of(generations) == [1, 2, 1, 2, 1, 1]


async def test_a_newcomer_does_not_wait_for_a_long_queue(generations: Generations) -> None:
    for _ in range(50):
        await admit(generations, new(member_id=1))
    for _ in range(10):
        await claim(generations, running_per_member=1000)
    newcomer = await admit(generations, new(member_id=2))
    place = (await generations.places([newcomer.id]))[newcomer.id]
    assert place.position == 1


async def test_a_crowded_server_leaves_another_its_share(generations: Generations) -> None:
    crowd = range(100, 130)
    for member in crowd:
        await admit(generations, new(member_id=member, server_id=1))
    for _ in range(10):
        await admit(generations, new(member_id=2, server_id=2))
    order = await order_of(generations)
    assert order[:20].count(2) >= 9


async def test_costly_requests_wait_longer_for_their_next_turn(generations: Generations) -> None:
    for _ in range(3):
        await admit(generations, new(member_id=1, units=4))
    for _ in range(3):
        await admit(generations, new(member_id=2, server_id=2))
    assert await order_of(generations) == [2, 1, 2, 2, 1, 1]


async def test_who_runs_enough_is_passed_over_until_one_ends(generations: Generations) -> None:
    for _ in range(3):
        await admit(generations, new(member_id=1))
    await admit(generations, new(member_id=2))
    claimed = [await claim(generations, running_per_member=2) for _ in range(4)]
    assert claimed[3] is None
    assert sorted(one.place.member_id for one in claimed if one is not None) == [1, 1, 2]
    running = next(one for one in claimed if one is not None and one.place.member_id == 1)
    await generations.started(running.id, "task", None, LATER)
    assert await claim(generations, running_per_member=2) is None
    await generations.failed(running.id, "no", LATER, {Status.RUNNING})
    assert await claim(generations, running_per_member=2) is not None


async def test_what_is_put_back_is_next_again(generations: Generations) -> None:
    first = await admit(generations, new(member_id=1))
    await admit(generations, new(member_id=1))
    assert await claim(generations) is not None
    assert await generations.requeue(first.id, LATER)
    again = await claim(generations)
    assert again is not None
    assert again.id == first.id


async def test_a_queue_that_ran_empty_starts_even(
    database: Database, generations: Generations
) -> None:
    for _ in range(5):
        await admit(generations, new(member_id=1, units=8))
    await order_of(generations)
    for one in await Leases(database).unfinished(OWNER):
        await generations.failed(one.id, "no", LATER, {one.status})
    await admit(generations, new(member_id=1))
    await admit(generations, new(member_id=2))
    assert await order_of(generations) == [1, 2]


async def test_claims_leave_no_one_out(generations: Generations) -> None:
    for member in range(12):
        await admit(generations, new(member_id=member % 4, server_id=member % 3))
    assert len(await order_of(generations)) == 12
    assert await claim(generations, provider=PROVIDER) is None
