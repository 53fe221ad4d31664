"""How many may wait and run: of a member and of a server, however many ask or claim at once."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.generation import Generation, Status
from bot.errors import ServerQueueFull, TooManyWaiting
from bot.store.database import Database
from bot.store.generations import Generations
from bot.timing import SystemTime
from tests.unit.store.samples import LATER, LIMITS, NOON, PROVIDER, admit, claim, new


async def test_two_owners_who_claim_at_once_pass_no_limit(url: str, database: Database) -> None:
    second = await Database.open(url, SystemTime())
    stores = [Generations(database), Generations(second)]
    for number in range(60):
        await admit(stores[0], new(member_id=number % 5, server_id=number % 2))
    claimed = await asyncio.gather(
        *(
            claim(stores[number % 2], running_per_member=2, running_per_server=7)
            for number in range(40)
        )
    )
    await second.close()
    running = [one for one in claimed if one is not None]
    assert len({one.id for one in running}) == len(running) == 14
    of_member = Counter((one.place.server_id, one.place.member_id) for one in running)
    of_server = Counter(one.place.server_id for one in running)
    assert max(of_member.values()) == 2
    assert set(of_server.values()) == {7}


async def test_a_server_at_its_limit_is_passed_over_until_one_ends(
    generations: Generations,
) -> None:
    for member in range(4):
        await admit(generations, new(member_id=member, server_id=1))
    await admit(generations, new(member_id=9, server_id=2))
    claimed = [await claim(generations, running_per_server=2) for _ in range(4)]
    assert [one and one.place.server_id for one in claimed] == [1, 2, 1, None]
    running = claimed[0]
    assert isinstance(running, Generation)
    await generations.started(running.id, "task", None, LATER)
    assert await claim(generations, running_per_server=2) is None
    await generations.failed(running.id, "no", LATER, {Status.RUNNING})
    for turn in (1, None):
        again = await claim(generations, running_per_server=2)
        assert (again and again.place.server_id) == turn


async def test_a_member_of_two_servers_runs_in_each(generations: Generations) -> None:
    for server_id in (1, 2):
        for _ in range(2):
            await admit(generations, new(server_id=server_id))
    claimed = [await claim(generations, running_per_member=1) for _ in range(3)]
    assert [one and one.place.server_id for one in claimed] == [1, 2, None]


async def test_as_many_of_a_server_may_wait_as_the_limit_says(generations: Generations) -> None:
    limits = replace(LIMITS, server_waiting=3)
    for member in range(3):
        await generations.admit(new(member_id=member), limits, NOON)
    with pytest.raises(ServerQueueFull) as refusal:
        await generations.admit(new(member_id=9), limits, NOON)
    assert (refusal.value.waiting, refusal.value.limit) == (3, 3)
    assert "3" in str(refusal.value)
    await generations.admit(new(member_id=9, server_id=99), limits, NOON)
    await claim(generations)
    await generations.admit(new(member_id=9), limits, NOON)
    with pytest.raises(ServerQueueFull):
        await generations.admit(new(member_id=9), limits, NOON)


async def test_a_hundred_at_once_do_not_pass_the_limits_of_waiting(
    generations: Generations,
) -> None:
    limits = replace(LIMITS, waiting=4, server_waiting=10)
    answers = await asyncio.gather(
        *(generations.admit(new(member_id=number % 5), limits, NOON) for number in range(100)),
        return_exceptions=True,
    )
    refusals = Counter(type(answer) for answer in answers)
    assert refusals[ServerQueueFull] + refusals[TooManyWaiting] == 90


async def test_what_waits_too_long_is_found(generations: Generations) -> None:
    old = [(await admit(generations, now=NOON)).id for _ in range(3)]
    await admit(generations, now=LATER)
    claimed = await claim(generations)
    assert claimed is not None
    assert list(await generations.overdue(LATER, 9)) == old[1:]
    assert len(await generations.overdue(LATER, 1)) == 1
    assert list(await generations.overdue(NOON, 9)) == []


async def test_the_images_of_the_last_minute_are_remembered(generations: Generations) -> None:
    for number, units in enumerate((4, 2, 1)):
        generation = await admit(generations, new(units=units))
        await claim(generations)
        at = LATER + timedelta(seconds=10 * number)
        await generations.started(generation.id, f"task-{number}", None, at)
    await admit(generations, new(provider="other"))
    since = LATER + timedelta(seconds=10)
    found = await generations.images_since(PROVIDER, since)
    assert list(found) == [(since, 2), (LATER + timedelta(seconds=20), 1)]
    assert list(await generations.images_since("other", since)) == []
