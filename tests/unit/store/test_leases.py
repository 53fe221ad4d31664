"""Owners and leases: what may be taken over, by whom, and that only one of them can."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.generation import Rung, Status
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.leases import Leases
from tests.unit.store.samples import LATER, NOON, OWNER, admit, bring_to

UNTIL = NOON + timedelta(hours=1)
AFTER = UNTIL + timedelta(seconds=1)
AT_WORK = [Status.SUBMITTING, Status.RUNNING, Status.READY]


@pytest.fixture
def leases(database: Database) -> Leases:
    return Leases(database)


@pytest.mark.parametrize("status", AT_WORK)
async def test_a_lease_that_ran_out_can_be_taken_over_by_one(
    generations: Generations, leases: Leases, status: Status
) -> None:
    generation = await bring_to(generations, status)
    assert await leases.renew(OWNER, UNTIL) == 1
    assert await leases.lapsed("other", UNTIL, 9) == {}
    lapsed = await leases.lapsed("other", AFTER, 9)
    assert list(lapsed) == [generation.id]
    taken = await asyncio.gather(
        *(leases.take_over(name, AFTER + timedelta(hours=1), lapsed) for name in ("a", "b", "c"))
    )
    assert sorted(len(each) for each in taken) == [0, 0, 1]
    assert not await leases.holds(OWNER, generation.id)


async def test_what_was_renewed_meanwhile_is_not_taken(
    generations: Generations, leases: Leases
) -> None:
    await bring_to(generations, Status.RUNNING)
    await leases.renew(OWNER, UNTIL)
    lapsed = await leases.lapsed("other", AFTER, 9)
    await leases.renew(OWNER, AFTER)
    assert await leases.take_over("other", AFTER, lapsed) == []


async def test_nobody_takes_over_his_own(generations: Generations, leases: Leases) -> None:
    await bring_to(generations, Status.RUNNING)
    assert await leases.lapsed(OWNER, AFTER + timedelta(days=1), 9) == {}


@pytest.mark.parametrize("status", [Status.QUEUED, Status.DELIVERED])
async def test_what_waits_or_has_ended_well_is_nobodys_to_take(
    generations: Generations, leases: Leases, status: Status
) -> None:
    await bring_to(generations, status)
    assert await leases.lapsed("other", AFTER + timedelta(days=1), 9) == {}
    assert await leases.held(OWNER) == frozenset()


async def test_steps_of_a_former_owner_are_not_taken(
    database: Database, generations: Generations, leases: Leases
) -> None:
    running = await bring_to(generations, Status.RUNNING)
    ready = await bring_to(generations, Status.READY)
    submitting = await bring_to(generations, Status.SUBMITTING)
    await leases.renew(OWNER, UNTIL)
    assert len(await leases.take_over("new", AFTER, await leases.lapsed("new", AFTER, 9))) == 3
    former, new = Generations(database, OWNER), Generations(database, "new")
    assert await former.ready(running.id, (), LATER) is None
    assert not await former.delivered(ready.id, Rung.TOKEN, LATER)
    assert not await former.requeue(submitting.id, LATER)
    assert not await former.started(submitting.id, "task", None, LATER)
    assert not await former.failed(running.id, "no", LATER, {Status.RUNNING})
    assert await new.started(submitting.id, "task", None, LATER)
    assert await new.delivered(ready.id, Rung.TOKEN, LATER)


async def test_an_end_is_told_once(generations: Generations, leases: Leases) -> None:
    generation = await bring_to(generations, Status.FAILED)
    assert await leases.told(generation.id, Rung.EDIT)
    assert not await leases.told(generation.id, Rung.DM)
    row = await generations.get(generation.id)
    assert row is not None
    assert row.rung is Rung.EDIT


async def test_what_is_not_ended_cannot_be_told(generations: Generations, leases: Leases) -> None:
    generation = await admit(generations)
    assert not await leases.told(generation.id, Rung.EDIT)


async def test_what_was_cancelled_while_it_waited_is_adopted_by_one(
    generations: Generations, leases: Leases
) -> None:
    generation = await admit(generations)
    await generations.cancel(generation.id, NOON)
    assert await leases.adopt("a", UNTIL, NOON, 9) == []  # not older than that
    adopted = [await leases.adopt(name, UNTIL, LATER, 9) for name in ("a", "b")]
    assert [[one.id for one in each] for each in adopted] == [[generation.id], []]
    assert await leases.held("a") == {generation.id}
    assert await leases.units_back(generation) == generation.units


async def test_an_end_that_a_killed_process_did_not_tell_is_taken_over(
    generations: Generations, leases: Leases
) -> None:
    generation = await bring_to(generations, Status.RUNNING)
    await generations.failed(generation.id, "no", NOON, {Status.RUNNING})
    await leases.renew(OWNER, UNTIL)
    lapsed = await leases.lapsed("other", AFTER, 9)
    (taken,) = await leases.take_over("other", AFTER, lapsed)
    assert (taken.id, taken.status) == (generation.id, Status.FAILED)
