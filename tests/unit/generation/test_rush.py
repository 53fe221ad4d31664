"""A rush of requests: first answers in the order of asking, and the work lets them go first."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from bot.domain.generation import Status
from bot.errors import UserError
from bot.generation.rush import Rush
from tests.fakes.time import FakeTime
from tests.unit.generation.world import World


@contextmanager
def unanswered(rush: Rush, count: int) -> Iterator[None]:
    with ExitStack() as waiting:
        for _ in range(count):
            waiting.enter_context(rush.waiting())
        yield


async def test_some_are_admitted_at_a_time_in_the_order_of_asking(time: FakeTime) -> None:
    rush, begun, may_end = Rush(time), list[int](), asyncio.Event()

    async def ask(number: int) -> None:
        async with rush.turn:
            begun.append(number)
            await may_end.wait()

    asked = [asyncio.create_task(ask(number)) for number in range(200)]
    await asyncio.sleep(0)
    assert begun == list(range(64))
    may_end.set()
    await asyncio.gather(*asked)
    assert begun == list(range(200))


def test_few_hold_nothing_up(time: FakeTime) -> None:
    rush = Rush(time)
    with unanswered(rush, 7):
        assert rush.rest_s() == 0


def test_the_work_rests_two_seconds_in_each_rush(time: FakeTime) -> None:
    rush = Rush(time)
    for _rush in range(2):
        with unanswered(rush, 20):
            assert rush.rest_s() == 2
            time.advance(1.5)
            with unanswered(rush, 100):
                assert rush.rest_s() == 0.5
            time.advance(1)
            assert rush.rest_s() == 0
        assert rush.rest_s() == 0


async def test_nobodys_turn_comes_while_many_wait_for_their_first_answers(world: World) -> None:
    with unanswered(world.rush, 8):
        waiting = await world.ask()
        await world.work.step()
        assert (await world.row(waiting)).status is Status.QUEUED
    await world.work.step()
    assert (await world.row(waiting)).status is not Status.QUEUED


async def test_a_rush_that_goes_on_keeps_nobody_from_his_turn(world: World, time: FakeTime) -> None:
    with unanswered(world.rush, 100):
        waiting = await world.ask()
        await world.work.step()
        time.advance(2)
        await world.work.step()
        assert (await world.row(waiting)).status is not Status.QUEUED


def test_a_turn_that_comes_too_late_for_an_answer_is_refused(time: FakeTime) -> None:
    rush, begun_at_s = Rush(time), time.monotonic()
    time.advance(2.5)
    rush.check(begun_at_s)
    time.advance(0.1)
    with pytest.raises(UserError, match="Too many people asked at once"):
        rush.check(begun_at_s)
