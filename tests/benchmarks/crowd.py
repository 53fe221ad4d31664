"""Many generations at once: looks and edits each, the loop's longest stall, memory, time."""

import asyncio
import json
import random
import sqlite3
import time
from collections import Counter
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.arena import HEARTBEAT_S, MEMBERS, Arena
from tests.benchmarks.contenders import easel
from tests.benchmarks.image_service import ImageService
from tests.benchmarks.tables import percentile, table

_DEADLINE_S = 600.0
_SIDE_PX = 512
_GIVEN_UP_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many are asked at once, and how long the service takes for each."""

    generations: int
    shortest_s: float
    longest_s: float


async def measure(plan: Plan, folder: Path) -> str:
    """Return the table of one run."""
    report = folder / "report.json"
    chance = random.Random(1)  # noqa: S311 - durations
    arguments = ("tests.benchmarks.watched_bot", str(report))
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(
            ImageService(lambda: chance.uniform(plan.shortest_s, plan.longest_s), side_px=_SIDE_PX)
        )
        arena = await stack.enter_async_context(Arena())
        async with easel(arena, service, folder, arguments=arguments) as bot:
            began_s = time.monotonic()
            asked = [arena.ask(bot.session, number) for number in range(plan.generations)]
            answers_s = await asyncio.gather(*asked)
            rungs = await _all_ended(folder / "data")
            taken_s = time.monotonic() - began_s
        figures = json.loads(await asyncio.to_thread(report.read_text, "utf-8"))
        edits = sum(seen.method == "PATCH" for seen in arena.requests)
        gap_s = arena.longest_heartbeat_gap_s()
    late_s = [late for at_s, late in figures["late"] if began_s <= at_s <= began_s + taken_s]
    rows = [
        ["first answers: p50, p99, worst", ", ".join(_ms(answers_s, at) for at in (0.5, 0.99, 1))],
        ["first answers over 1 s, over 3 s or never", _slow(answers_s)],
        ["refused as too many; delivered by which road", _roads(rungs, plan.generations)],
        ["looks a generation", f"{service.looks / plan.generations:.1f}"],
        ["edits a generation, the last one included", f"{edits / plan.generations:.2f}"],
        ["longest stall of the event loop", f"{1000 * max(late_s, default=0.0):.0f} ms"],
        ["stalls over 50 ms", f"{sum(each > 0.05 for each in late_s)}"],
        [f"longest heartbeat gap, {HEARTBEAT_S:g} s asked for", f"{gap_s:.2f} s"],
        ["peak memory", f"{figures['peak_memory_mb']:.0f} MB"],
        ["processor time, start included", f"{figures['cpu_s']:.1f} s"],
        ["until the last image stood in its channel", f"{taken_s:.1f} s"],
    ]
    title = (
        f"{plan.generations} generations at once, {len(MEMBERS)} members, 2 channels, 64 slots, "
        f"{plan.shortest_s:g} to {plan.longest_s:g} s each, {_SIDE_PX}x{_SIDE_PX} noise"
    )
    return table(title, ["figure", "value"], rows)


async def _all_ended(data_dir: Path) -> Counter[str]:
    """Wait until all that was admitted has ended, and return how many went by which road."""
    (file,) = await asyncio.to_thread(lambda: list(data_dir.glob("*.sqlite3")))
    async with asyncio.timeout(_DEADLINE_S):
        # The bot is another process, whose rows can only be asked for.
        while None in (rungs := await asyncio.to_thread(_rungs, file)):  # noqa: ASYNC110 - as said
            await asyncio.sleep(1)
    return Counter(rungs)


def _rungs(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [rung for (rung,) in connection.execute("SELECT rung FROM generations")]


def _roads(rungs: Counter[str], asked: int) -> str:
    roads = ", ".join(f"{count} by {rung}" for rung, count in rungs.most_common())
    return f"{asked - rungs.total()}; {roads}"


def _ms(answers_s: list[float | None], share: float) -> str:
    # One that never came counts as the three seconds that Discord waits.
    whole = [_GIVEN_UP_S if each is None else each for each in answers_s]
    return f"{1000 * percentile(whole, share):.0f} ms"


def _slow(answers_s: list[float | None]) -> str:
    over_1_s = sum(each is None or each > 1 for each in answers_s) / len(answers_s)
    over_3_s = sum(each is None for each in answers_s) / len(answers_s)
    return f"{100 * over_1_s:.1f} %, {100 * over_3_s:.1f} %"
