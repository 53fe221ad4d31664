"""A restart with many running generations: how long until all go on, and whether each ends once."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.arena import Arena
from tests.benchmarks.contenders import easel, kill
from tests.benchmarks.image_service import ImageService
from tests.benchmarks.tables import table

_DEADLINE_S = 300.0
_LONG_S = 3_600.0
_STEP_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many generations run when the process is killed."""

    generations: int


async def measure(plan: Plan, folder: Path) -> str:
    """Return the table of one run."""
    count = plan.generations
    more = {"EASEL_PROVIDER__SLOTS": str(count)}
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(ImageService(lambda: _LONG_S))
        arena = await stack.enter_async_context(Arena())
        async with easel(arena, service, folder, more=more) as bot:
            await asyncio.gather(*(arena.ask(bot.session, number) for number in range(count)))
            # A task that was looked at has its id in the database.
            await _until(lambda: len(service.looked_at) == count)
            kill(bot)
        service.looked_at.clear()
        async with easel(arena, service, folder, more=more) as bot:
            ready_s = time.monotonic()
            await _until(lambda: len(service.looked_at) == count)
            resumed_s = time.monotonic() - ready_s
            service.is_hasty = True
            ends = Counter(end.message_id for end in await arena.ended(count, _DEADLINE_S))
            ended_s = time.monotonic() - ready_s
    rows = [
        ["from READY until every task was looked at again", f"{resumed_s:.2f} s"],
        ["from READY until every image stood in its channel", f"{ended_s:.1f} s"],
        ["lost", f"{count - len(ends)}"],
        ["submitted twice", f"{service.submits - count}"],
        ["delivered twice", f"{sum(each > 1 for each in ends.values())}"],
    ]
    return table(
        f"Killed with {count} running generations, started again", ["figure", "value"], rows
    )


async def _until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(_DEADLINE_S):
        while not is_true():  # noqa: ASYNC110 - what it counts is on another side of a socket
            await asyncio.sleep(_STEP_S)
