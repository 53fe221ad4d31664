"""Looking back: what a page costs by how far back it lies, and what drawing does to the loop."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from PIL import Image

from bot.pictures.sheets import TILE_PX, Tile, contact_sheet
from bot.pictures.strips import SIDE_PX, Panel, lineage_strip
from bot.pictures.thumbnails import thumbnail
from bot.store.database import Database
from bot.store.past import NEWEST, Past, Wanted
from bot.store.words import WordBacklog
from bot.timing import SystemTime
from tests.benchmarks.history import fill
from tests.benchmarks.tables import percentile, table

_PER_PAGE = 9
_ONE_MEMBER = 1
_TICK_S = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many generations one member has, how often each page is asked for, and pictures."""

    generations: int
    rounds: int
    pictures: int
    side_px: int = 1024


async def measure(plan: Plan, folder: Path) -> str:
    """Return the tables of one run."""
    return await _pages(plan, folder) + await _stalls(plan, folder)


async def _pages(plan: Plan, folder: Path) -> str:
    file = folder / "past.sqlite3"
    async with AsyncExitStack() as stack:
        database = await Database.open(f"sqlite:///{file}", SystemTime())
        stack.push_async_callback(database.close)
        await asyncio.to_thread(fill, file, plan.generations, members=_ONE_MEMBER)
        began_s, steps = time.perf_counter(), 1
        backlog = WordBacklog(database)
        while await backlog.write_some():
            steps += 1
        backlog_s = time.perf_counter() - began_s
        rows = await _page_rows(Past(database), plan)
    header = ["page of", "first ms", "last ms", "ratio", "p95 last ms"]
    title = f"Pages of {plan.generations:,} generations of one member, median of {plan.rounds}"
    words = f"Words of old prompts: {steps} steps, {1000 * backlog_s / steps:.1f} ms each.\n\n"
    return table(title, header, rows) + "\n" + words


async def _page_rows(past: Past, plan: Plan) -> list[list[str]]:
    last_id = max(_PER_PAGE, plan.generations - 999 * _PER_PAGE)  # page 1,000, or the last one
    here = Wanted(member_id=1, server_id=1)
    cases = {
        "history, in a server": here,
        "history, everywhere": replace(here, server_id=None),
        "one frequent word": replace(here, words=("lighthouse",)),
        "two words, one rare": replace(here, words=("lighthouse", "whale")),
        "two frequent words that never meet": replace(here, words=("odd", "even")),
    }
    rows = []
    for name, wanted in cases.items():
        taken_s: dict[int, list[float]] = {NEWEST: [], last_id: []}
        for _round in range(plan.rounds):
            for from_id, taken in taken_s.items():
                began_s = time.perf_counter()
                await past.older(wanted, from_id, _PER_PAGE)
                taken.append(time.perf_counter() - began_s)
        first_s, last_s = (median(taken) for taken in taken_s.values())
        figures = [f"{1000 * first_s:.2f}", f"{1000 * last_s:.2f}", f"{last_s / first_s:.2f}"]
        rows.append([name, *figures, f"{1000 * percentile(taken_s[last_id], 0.95):.2f}"])
    return rows


async def _stalls(plan: Plan, folder: Path) -> str:
    paths = [folder / f"{number}.png" for number in range(_PER_PAGE)]
    await asyncio.to_thread(_paint, paths, plan.side_px)
    cases: dict[str, Callable[[], Awaitable[object]]] = {
        "nothing": partial(asyncio.sleep, 0.5),
        # What any work in a thread costs the loop on this machine: this one never holds the GIL.
        "hashing in a thread": partial(asyncio.to_thread, _hash),
        "contact sheets": partial(_sheet, paths),
        "lineage strips": partial(_strip, paths),
    }
    rows = []
    for name, work in cases.items():
        stalls_s, taken_s = await longest_stalls(work, plan.pictures)
        rows.append(
            [
                name,
                f"{1000 * median(taken_s):.0f}",
                f"{1000 * median(stalls_s):.1f}",
                f"{1000 * max(stalls_s):.1f}",
            ]
        )
    header = ["while drawing", "takes ms", "longest stall ms, median", "worst"]
    return table(f"The event loop beside it, {plan.pictures} pictures each", header, rows)


async def longest_stalls(
    work: Callable[[], Awaitable[object]], count: int
) -> tuple[Sequence[float], Sequence[float]]:
    """Return, for each run, the loop's longest stall and how long the run took."""
    stalls_s, taken_s = [], []
    for _run in range(count):
        longest_s, is_over = 0.0, asyncio.Event()

        async def tick(is_over: asyncio.Event = is_over) -> None:
            nonlocal longest_s
            while not is_over.is_set():
                before_s = time.perf_counter()
                await asyncio.sleep(_TICK_S)
                longest_s = max(longest_s, time.perf_counter() - before_s - _TICK_S)

        ticking = asyncio.create_task(tick())
        began_s = time.perf_counter()
        await work()
        taken_s.append(time.perf_counter() - began_s)
        is_over.set()
        await ticking
        stalls_s.append(longest_s)
    return stalls_s, taken_s


async def _sheet(paths: Sequence[Path]) -> None:
    tiles = [
        Tile(number=number, picture=await asyncio.to_thread(thumbnail, path, TILE_PX))
        for number, path in enumerate(paths, start=1)
    ]
    await asyncio.to_thread(contact_sheet, tiles)


async def _strip(paths: Sequence[Path]) -> None:
    panels = [
        Panel(
            number=number,
            picture=await asyncio.to_thread(thumbnail, path, SIDE_PX),
            caption="Edit: prompt + sunset, steps 20 → 30",
        )
        for number, path in enumerate(paths[:8], start=1)
    ]
    await asyncio.to_thread(lineage_strip, panels)


def _hash() -> None:
    block = bytes(16 * 1024 * 1024)
    for _part in range(20):
        hashlib.sha256(block)


def _paint(paths: Sequence[Path], side_px: int) -> None:
    noise = Image.effect_noise((side_px, side_px), 40).convert("RGB")
    for path in paths:
        noise.save(path, "PNG", compress_level=1)
