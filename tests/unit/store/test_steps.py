"""The steps of a generation: each only from where it may be taken, and only once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.generation import FINAL, Rung, Status
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.store.listings import Listings
from bot.store.usage import Usage
from tests.unit.store.samples import (
    LATER,
    MEMBER,
    NOON,
    OWNER,
    SERVER,
    admit,
    bring_to,
    claim,
    image,
    new,
)

REACHED = (
    Status.QUEUED,
    Status.SUBMITTING,
    Status.RUNNING,
    Status.READY,
    Status.DELIVERED,
    Status.FAILED,
    Status.CANCELLED,
)
OPEN = frozenset(Status) - FINAL

Step = Callable[[Generations, int], Awaitable[object]]
STEPS: dict[str, tuple[Step, frozenset[Status]]] = {
    "requeue": (lambda store, id_: store.requeue(id_, LATER), frozenset({Status.SUBMITTING})),
    "started": (
        lambda store, id_: store.started(id_, "other", None, LATER),
        frozenset({Status.SUBMITTING}),
    ),
    "ready": (lambda store, id_: store.ready(id_, [image(0)], LATER), frozenset({Status.RUNNING})),
    "delivered": (
        lambda store, id_: store.delivered(id_, Rung.DM, LATER),
        frozenset({Status.READY}),
    ),
    "failed": (lambda store, id_: store.failed(id_, "why", LATER, Status), OPEN),
    "cancel": (
        lambda store, id_: store.cancel(id_, LATER),
        frozenset({Status.QUEUED, Status.SUBMITTING, Status.RUNNING}),
    ),
}


async def units_today(database: Database) -> int:
    return (await Usage(database).member(MEMBER, SERVER, NOON, 100)).today


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("status", REACHED)
async def test_a_step_is_taken_from_its_own_status_alone(
    generations: Generations, status: Status, name: str
) -> None:
    step, allowed = STEPS[name]
    generation = await bring_to(generations, status)
    before = await generations.get(generation.id)
    assert bool(await step(generations, generation.id)) == (status in allowed)
    after = await generations.get(generation.id)
    assert (after != before) == (status in allowed)


@pytest.mark.parametrize("name", [name for name in STEPS if name != "requeue"])
async def test_of_ten_at_once_one_takes_the_step(generations: Generations, name: str) -> None:
    step, allowed = STEPS[name]
    generation = await bring_to(generations, min(allowed & set(REACHED), key=REACHED.index))
    taken = await asyncio.gather(*(step(generations, generation.id) for _ in range(10)))
    assert sum(map(bool, taken)) == 1


async def test_a_whole_life_is_written_down(generations: Generations, database: Database) -> None:
    generation = await admit(generations, new(units=2))
    await generations.set_message(generation.id, 4711)
    await claim(generations)
    await generations.started(generation.id, "task-1", "slow today", LATER)
    ready = await generations.ready(generation.id, [image(1), image(0)], LATER)
    assert ready is not None
    assert ready == await generations.get(generation.id)
    await generations.delivered(generation.id, Rung.CHANNEL, LATER + timedelta(seconds=1))
    found = await Listings(database).find_by_message(4711)
    assert found is not None
    assert (found.status, found.rung, found.task_id) == (Status.DELIVERED, Rung.CHANNEL, "task-1")
    assert found.warning == "slow today"
    assert [stored.index for stored in found.images] == [0, 1]
    assert (found.submitted_at, found.finished_at) == (LATER, LATER + timedelta(seconds=1))
    assert found.ready_at == LATER


async def test_a_failure_keeps_its_reason_and_gives_all_units_back(
    generations: Generations, database: Database
) -> None:
    generation = await bring_to(generations, Status.RUNNING, units=4)
    assert await units_today(database) == 4
    assert await generations.failed(generation.id, "the service broke", LATER, {Status.RUNNING})
    failed = await generations.get(generation.id)
    assert failed is not None
    assert (failed.status, failed.reason) == (Status.FAILED, "the service broke")
    assert await units_today(database) == 0


async def test_units_go_back_once_however_often_it_ends(
    generations: Generations, database: Database
) -> None:
    await admit(generations, new(units=3))
    generation = await admit(generations, new(units=4))
    await asyncio.gather(
        *(generations.failed(generation.id, "no", LATER, OPEN) for _ in range(5)),
        *(generations.cancel(generation.id, LATER) for _ in range(5)),
    )
    assert await units_today(database) == 3


@pytest.mark.parametrize(("came", "kept"), [(4, 4), (3, 3), (1, 1), (0, 0)])
async def test_units_of_missing_images_go_back_singly(
    generations: Generations, database: Database, came: int, kept: int
) -> None:
    generation = await bring_to(generations, Status.RUNNING, units=4)
    await generations.ready(generation.id, [image(index) for index in range(came)], LATER)
    assert await units_today(database) == kept


async def test_extra_pictures_are_free_and_replace_no_image(
    generations: Generations, database: Database
) -> None:
    generation = await bring_to(generations, Status.RUNNING, units=2)
    stored = [image(0), image(1, is_extra=True), image(2, is_extra=True)]
    ready = await generations.ready(generation.id, stored, LATER)
    assert ready is not None
    assert [one.is_extra for one in ready.images] == [False, True, True]
    assert await units_today(database) == 1


async def test_what_fails_after_a_part_came_gives_the_rest_back_once(
    generations: Generations, database: Database
) -> None:
    generation = await bring_to(generations, Status.RUNNING, units=4)
    await generations.ready(generation.id, [image(0)], LATER)
    assert await generations.failed(generation.id, "no", LATER, {Status.READY})
    assert await units_today(database) == 0


async def test_a_step_of_an_unknown_generation_is_not_taken(generations: Generations) -> None:
    assert not await generations.set_message(99, 1)
    for step, _ in STEPS.values():
        assert not await step(generations, 99)


async def test_after_a_start_what_is_queued_or_ones_own_goes_on(
    database: Database, generations: Generations
) -> None:
    queued = await admit(generations, new(provider="other"))
    own = [await bring_to(generations, status) for status in (Status.READY, Status.RUNNING)]
    await bring_to(generations, Status.DELIVERED)
    own.append(await bring_to(generations, Status.SUBMITTING))
    found = await Leases(database).unfinished(OWNER)
    assert [one.id for one in found] == [queued.id, *(one.id for one in own)]
    assert len(found[1].images) == 2
    assert [one.id for one in await Leases(database).unfinished("somebody else")] == [queued.id]


async def test_tokens_are_forgotten_in_time(generations: Generations) -> None:
    old = await admit(generations, now=NOON)
    young = await admit(generations, now=LATER)
    assert await generations.erase_tokens(LATER) == 1
    assert await generations.erase_tokens(LATER) == 0
    kept = [await generations.get(one.id) for one in (old, young)]
    assert [one and one.place.token for one in kept] == [None, "secret"]
