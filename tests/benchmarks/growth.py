"""What one ``/imagine`` costs the database, by how many generations it holds already."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.domain.generation import MemberLimits, NewGeneration, Place, Rung, StoredImage
from bot.domain.request import ImageRequest
from bot.store.database import Database
from bot.store.generations import Generations
from bot.timing import SystemTime
from tests.benchmarks.history import fill
from tests.benchmarks.tables import table

_LIMITS = MemberLimits(
    daily_quota=1_000_000,
    waiting=1_000,
    running=1_000,
    server_waiting=100_000,
    server_running=1_000,
)
_STEPS = ("admit", "to delivered")
_MEMBERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sizes that are compared, and how many requests each is asked."""

    sizes: Sequence[int]
    rounds: int


async def measure(plan: Plan, folder: Path) -> str:
    """Return the table of one run; the sizes take turns, so that noise hits them alike."""
    times_s: dict[int, dict[str, list[float]]] = {
        size: {step: [] for step in _STEPS} for size in plan.sizes
    }
    async with AsyncExitStack() as stack:
        stores = {}
        for size in plan.sizes:
            file = folder / f"{size}.sqlite3"
            database = await Database.open(f"sqlite:///{file}", SystemTime())
            stack.push_async_callback(database.close)
            await asyncio.to_thread(fill, file, size)
            stores[size] = Generations(database)
        for number in range(plan.rounds):
            for size, store in stores.items():
                for step, taken_s in (await _life(store, number)).items():
                    times_s[size][step].append(taken_s)
    first = plan.sizes[0]
    rows = []
    for size, steps in times_s.items():
        cells = []
        for step in _STEPS:
            cost_s, of_first_s = median(steps[step]), median(times_s[first][step])
            cells += [f"{1000 * cost_s:.2f}", f"{cost_s / of_first_s:.2f}"]
        rows.append([f"{size:,}", *cells])
    header = ["generations", "admit ms", "ratio", "claim to delivered ms", "ratio"]
    return table(f"One request's changes of the database, median of {plan.rounds}", header, rows)


async def _life(store: Generations, number: int) -> dict[str, float]:
    """Admit one request and walk it to its end; return the seconds that its parts took."""
    now = datetime.now(UTC)
    began_s = time.perf_counter()
    admitted = await store.admit(_new(number), _LIMITS, now)
    admitted_s = time.perf_counter()
    own = admitted.generation.id
    await store.set_message(own, 10_000_000 + own)
    await store.claim(
        "benchmark",
        "easel",
        now + timedelta(minutes=2),
        now,
        running_per_member=1_000,
        running_per_server=1_000,
        room=1_000,
    )
    await store.started(own, f"task-{own}", None, now)
    await store.ready(own, [_image(own)], now)
    await store.delivered(own, Rung.TOKEN, now)
    ended_s = time.perf_counter()
    return {_STEPS[0]: admitted_s - began_s, _STEPS[1]: ended_s - admitted_s}


def _new(number: int) -> NewGeneration:
    return NewGeneration(
        request=ImageRequest(prompt="a lighthouse", model="benchmark.safetensors", seed=number),
        place=Place(
            member_id=1 + number % _MEMBERS,
            server_id=1,
            channel_id=2,
            interaction_id=3,
            application_id=4,
            token="of-no-use",
        ),
        provider="benchmark",
    )


def _image(generation_id: int) -> StoredImage:
    return StoredImage(
        index=0,
        seed=1,
        path=f"images/{generation_id}.png",
        content_type="image/png",
        width_px=512,
        height_px=512,
        size_bytes=400_000,
        sha256="0" * 64,
    )
