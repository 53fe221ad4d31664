"""The accounts of what is under way: what has ended is forgotten."""

import asyncio
import random

from bot.generation.errands import Errands
from bot.generation.retries import Retries
from tests.fakes.time import FakeTime


def errands_with(watched: set[int], awaited: set[int]) -> Errands:
    return Errands(
        Retries(FakeTime(), random.Random(1)),  # noqa: S311 - jitter
        is_watched=watched.__contains__,
        is_awaited=awaited.__contains__,
        on_fault=lambda: None,
    )


async def _nothing() -> None:
    """Do nothing."""


async def test_what_has_ended_takes_no_memory() -> None:
    errands = errands_with(set(), set())
    async with asyncio.TaskGroup() as tasks:
        for generation_id in range(1, 101):
            errands.run(tasks, generation_id, _nothing())
        assert len(errands.open()) == 100
    assert errands.remembered == 0


async def test_a_task_that_is_looked_at_is_open_until_it_ends() -> None:
    watched, awaited = {1, 2}, {1}
    errands = errands_with(watched, awaited)
    async with asyncio.TaskGroup() as tasks:
        for generation_id in (1, 2):
            errands.run(tasks, generation_id, _nothing())
    assert errands.open() == {1}
    assert errands.is_open(2)  # its images are not wanted, but its slot is taken
    watched.clear()
    async with asyncio.TaskGroup() as tasks:
        for generation_id in (1, 2):
            errands.run(tasks, generation_id, _nothing())
    assert errands.remembered == 0
