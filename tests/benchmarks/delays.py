"""From "the service is done" to "the final card stands", beside the same bot with fixed looks."""

import asyncio
import random
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from tests.benchmarks.arena import Arena
from tests.benchmarks.contenders import easel
from tests.benchmarks.image_service import ImageService
from tests.benchmarks.tables import percentile, table

_DEADLINE_S = 300.0
_BOTS = {"Easel": "bot run", "Easel, a look every second": "tests.benchmarks.fixed_bot"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many are asked, how many a second, and how long the service takes for each."""

    generations: int
    rate_per_s: float
    shortest_s: float
    longest_s: float


async def measure(plan: Plan, folder: Path) -> str:
    """Return the table of one run; both bots meet the same durations, one after the other."""
    rows: list[list[str]] = []
    async with AsyncExitStack() as stack:
        arena = await stack.enter_async_context(Arena())
        for name, arguments in _BOTS.items():
            chance = random.Random(3)  # noqa: S311 - durations
            async with ImageService(
                lambda: chance.uniform(plan.shortest_s, plan.longest_s)  # noqa: B023 - used below
            ) as service:
                own = folder / str(len(rows))
                await asyncio.to_thread(own.mkdir)
                delays_s = await _delays_s(arena, service, own, arguments.split(), plan)
                looks = service.looks / plan.generations
            rows.append(
                [
                    name,
                    *(f"{1000 * each:.0f}" for each in (percentile(delays_s, 0.5), mean(delays_s))),
                    f"{1000 * percentile(delays_s, 0.95):.0f}",
                    f"{looks:.1f}",
                ]
            )
    title = (
        f"From done to the final card: {plan.generations} generations, {plan.rate_per_s:g} a "
        f"second, {plan.shortest_s:g} to {plan.longest_s:g} s each"
    )
    return table(title, ["bot", "p50 ms", "mean ms", "p95 ms", "looks each"], rows)


async def _delays_s(
    arena: Arena, service: ImageService, folder: Path, arguments: list[str], plan: Plan
) -> list[float]:
    loop = asyncio.get_running_loop()
    async with easel(arena, service, folder, arguments=arguments) as bot:
        began_s = loop.time()
        # From the beginning on: an end counts from the moment at which it is taken up.
        ending = asyncio.create_task(arena.ended(plan.generations, _DEADLINE_S))
        asked = []
        for number in range(plan.generations):
            await asyncio.sleep(began_s + number / plan.rate_per_s - loop.time())
            prompt = f"picture number {number} of many"
            asked.append(asyncio.create_task(arena.ask(bot.session, number, prompt)))
        await asyncio.gather(*asked)
        ends = await ending
    return [
        end.at_s - at_s
        for end in ends
        for prompt, at_s in service.done_at_s.items()
        if f"{prompt} " in f"{end.text} "
    ]
