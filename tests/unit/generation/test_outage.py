"""A service in trouble: what waits keeps its place, costs nothing, and learns of it once."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.generation import Status
from bot.errors import (
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
)
from bot.settings import ProviderSettings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import World, start

_REFUSED = ProviderUnavailable(surely_not_taken=True)


@pytest.fixture
async def narrow(tmp_path: Path, time: FakeTime, provider: FakeProvider) -> AsyncIterator[World]:
    """Four slots, as by default."""
    settings = ProviderSettings(name="fake", slots=4, images_per_minute=10_000)
    async with start(tmp_path, time=time, provider=provider, settings=settings) as world:
        yield world


async def _ask(world: World, count: int) -> list[int]:
    return [(await world.ask(new(member_id=number))).id for number in range(1, count + 1)]


async def _until_shut(world: World) -> None:
    for _ in range(200):
        await world.work.step()
        if world.breaker.is_shut("fake"):
            return
        world.time.advance(0.5)
    pytest.fail("the breaker never opens")


async def _statuses(world: World, ids: list[int]) -> list[Status]:
    rows = [await world.generations.get(generation_id) for generation_id in ids]
    return [row.status for row in rows if row is not None]


async def test_an_hour_without_connection_fails_nothing_and_keeps_the_order(
    narrow: World,
) -> None:
    narrow.provider.submit_errors = [_REFUSED] * 19
    narrow.provider.entries_errors = [ProviderUnavailable() for _ in range(60)]
    ids = await _ask(narrow, 30)
    await narrow.work.settle()
    assert await _statuses(narrow, ids) == [Status.DELIVERED] * 30
    assert narrow.time.monotonic() > 45 * 60
    assert narrow.provider.submit_calls == 49
    assert await narrow.used(1) == 1
    first_at_s = min(task.submitted_at_s for task in narrow.provider.tasks.values())
    assert narrow.provider.tasks["task-1"].submitted_at_s == first_at_s


async def test_while_it_is_held_up_nothing_is_submitted_and_probes_are_few(narrow: World) -> None:
    narrow.provider.submit_errors = [_REFUSED] * 500
    narrow.provider.entries_errors = [ProviderUnavailable() for _ in range(500)]
    ids = await _ask(narrow, 30)
    await _until_shut(narrow)
    calls = narrow.provider.submit_calls
    for _ in range(600):
        narrow.time.advance(1.0)
        await narrow.work.step()
    assert calls <= 9
    assert narrow.provider.submit_calls <= calls + 2  # alone, each after five minutes
    assert 9 <= narrow.provider.entries_calls <= 16
    assert await _statuses(narrow, ids) == [Status.QUEUED] * 30


async def test_a_broken_list_of_models_alone_keeps_nobody_waiting_for_ever(narrow: World) -> None:
    narrow.provider.submit_errors = [_REFUSED] * 8
    narrow.provider.entries_errors = [ProviderUnavailable() for _ in range(2_000)]
    ids = await _ask(narrow, 3)
    await narrow.work.settle()
    assert await _statuses(narrow, ids) == [Status.DELIVERED] * 3
    assert narrow.time.monotonic() < 30 * 60


async def test_a_waiting_card_reads_it_once_and_a_new_one_at_once(narrow: World) -> None:
    narrow.provider.submit_errors = [_REFUSED] * 500
    narrow.provider.entries_errors = [ProviderUnavailable() for _ in range(500)]
    ids = await _ask(narrow, 20)
    for _ in range(600):
        await narrow.work.step()
        narrow.time.advance(1.0)
    for generation_id in ids[6:]:
        shown = [each.is_held_up for each in narrow.announcer.progress_of(generation_id)]
        assert shown.count(True) == 1, generation_id
    admitted = await narrow.admission.admit(new(member_id=99))
    assert admitted.is_held_up


async def test_submits_that_may_have_arrived_fail_but_not_a_whole_queue_of_them(
    narrow: World,
) -> None:
    narrow.provider.submit_errors = [ProviderUnavailable() for _ in range(500)]  # each a 500
    ids = await _ask(narrow, 60)
    for _ in range(300):
        await narrow.work.step()
        narrow.time.advance(1.0)
    failed = (await _statuses(narrow, ids)).count(Status.FAILED)
    # Five and what was under way beside the fifth, then one for each probe that is answered.
    assert 5 <= failed <= 5 + 3 + 8
    narrow.provider.submit_errors = []
    await narrow.work.settle()
    assert (await _statuses(narrow, ids)).count(Status.DELIVERED) == 60 - failed


async def test_an_account_without_money_fails_few_and_the_others_wait_for_the_owner(
    narrow: World,
) -> None:
    narrow.provider.submit_errors = [ProviderAccount() for _ in range(500)]
    ids = await _ask(narrow, 30)
    for _ in range(200):
        await narrow.work.step()
        narrow.time.advance(3.0)
    statuses = await _statuses(narrow, ids)
    assert statuses.count(Status.FAILED) == 4
    assert statuses.count(Status.QUEUED) == 26
    assert narrow.announcer.failures[0][1] == str(ProviderAccount())
    narrow.provider.submit_errors = []
    await narrow.work.settle()
    assert (await _statuses(narrow, ids)).count(Status.DELIVERED) == 26


async def test_a_look_that_works_ends_an_outage_without_a_probe(narrow: World) -> None:
    narrow.provider.duration_s = 40.0
    running = await narrow.ask()
    await narrow.work.step()
    narrow.provider.look_errors = [ProviderUnavailable() for _ in range(5)]
    await _until_shut(narrow)
    waiting = await narrow.ask(new(member_id=2))
    assert narrow.provider.submit_calls == 1
    narrow.provider.entries_errors = [ProviderUnavailable() for _ in range(99)]
    await narrow.work.settle()
    assert await _statuses(narrow, [running.id, waiting.id]) == [Status.DELIVERED] * 2


async def test_a_running_card_reads_it_without_a_stale_time_until_the_next_good_look(
    narrow: World,
) -> None:
    narrow.provider.tells_eta = True
    narrow.provider.tells_fraction = True
    narrow.provider.duration_s = 200.0
    running = await narrow.ask()
    await narrow.work.step()
    for _ in range(20):
        narrow.time.advance(1.0)
        await narrow.work.step()
    narrow.provider.look_errors = [ProviderUnavailable() for _ in range(8)]
    await narrow.work.settle()
    changes = [
        shown
        for before, shown in pairwise(narrow.announcer.progress_of(running.id))
        if shown.is_held_up and shown != before
    ]
    assert len(changes) == 1
    assert changes[0].eta_s is None
    assert changes[0].fraction is not None
    assert not narrow.announcer.progress_of(running.id)[-1].is_held_up
    assert await _statuses(narrow, [running.id]) == [Status.DELIVERED]


async def test_after_an_outage_all_tasks_are_looked_at_soon(world: World) -> None:
    world.provider.duration_s = 30.0
    await _ask(world, 20)
    await world.work.step()
    world.provider.look_errors = [ProviderUnavailable() for _ in range(120)]
    await world.work.settle()
    end_s = max(at_s for task in world.provider.tasks.values() for at_s in task.looks_at_s)
    first_back_s = min(task.looks_at_s[-1] for task in world.provider.tasks.values())
    assert len(world.announcer.deliveries) == 20
    assert end_s - first_back_s <= 3.0


async def test_after_an_outage_tasks_are_brought_forward_once_and_stay_apart(world: World) -> None:
    world.provider.duration_s = 30.0
    await _ask(world, 60)
    await world.work.step()
    world.provider.look_errors = [ProviderUnavailable() for _ in range(500)]
    await world.work.settle()
    back_s = [task.looks_at_s[-1] for task in world.provider.tasks.values()]
    assert max(back_s) - min(back_s) > 1.5


@pytest.mark.parametrize("error", [ProviderBusy, ProviderUnavailable])
async def test_a_retry_after_of_a_look_holds_for_submits_too(
    narrow: World, error: type[ProviderBusy] | type[ProviderUnavailable]
) -> None:
    first = await narrow.ask()
    await narrow.work.step()
    narrow.provider.look_errors = [error(retry_after_s=40.0)]
    narrow.time.advance(3.0)
    await narrow.work.step()
    second = await narrow.ask(new(member_id=2))
    await narrow.work.settle()
    assert await _statuses(narrow, [first.id, second.id]) == [Status.DELIVERED] * 2
    assert narrow.provider.tasks["task-2"].submitted_at_s >= 43.0
    assert narrow.provider.tasks["task-1"].looks_at_s[1] >= 43.0


async def test_a_retry_after_of_a_submit_holds_for_looks_too(narrow: World) -> None:
    await narrow.ask()
    await narrow.work.step()
    narrow.provider.submit_errors = [ProviderBusy(retry_after_s=40.0)]
    await narrow.ask(new(member_id=2))
    await narrow.work.settle()
    assert len(narrow.announcer.deliveries) == 2
    assert narrow.provider.tasks["task-1"].looks_at_s[0] >= 40.0
    assert narrow.provider.tasks["task-2"].submitted_at_s >= 40.0


async def test_a_retry_after_of_an_hour_is_kept_and_told(narrow: World) -> None:
    narrow.provider.submit_errors = [ProviderBusy(retry_after_s=3_600.0)]
    generation = await narrow.ask()
    await narrow.work.settle()
    assert narrow.provider.tasks["task-1"].submitted_at_s >= 3_600.0
    shown = [each.is_held_up for each in narrow.announcer.progress_of(generation.id)]
    assert shown.count(True) == 1


@pytest.mark.parametrize("error", [ProviderBusy(), _REFUSED], ids=["busy", "refused"])
async def test_one_that_waits_in_vain_ends_after_the_longest_wait(
    world: World, error: ProviderError
) -> None:
    world.provider.submit_errors = [error] * 9_999
    world.provider.entries_errors = [ProviderUnavailable() for _ in range(9_999)]
    generation = await world.ask()
    for _ in range(7 * 36):
        await world.work.step()
        world.time.advance(100.0)  # not in step with what is tried every five minutes
    assert (await world.row(generation)).status is Status.FAILED
    assert await world.used() == 0
