"""Looking at images: what the classifier and the hashes take, and what they do to the loop."""

import asyncio
import io
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

import numpy as np
from PIL import Image

from bot.generation.moderation.examining import Examiner
from bot.generation.moderation.known_images import hash_table, nearest
from bot.pictures.classifier import Classifier
from bot.pictures.fingerprints import fingerprint
from bot.pictures.thumbnails import thumbnail
from tests.benchmarks.looking_back import longest_stalls
from tests.benchmarks.tables import table
from tests.benchmarks.watched_bot import peak_memory_mb

_HASH_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How often each is done, on images of which sides, and how many hashes a list holds."""

    rounds: int
    sides_px: tuple[int, ...]
    hashes: int


async def measure(plan: Plan) -> str:
    """Return the tables of one run."""
    before_mb = await asyncio.to_thread(peak_memory_mb)
    classifier = Classifier()
    began_s = time.perf_counter()
    await asyncio.to_thread(classifier.load)
    loaded_s = time.perf_counter() - began_s
    pictures = {side: await asyncio.to_thread(_picture, side) for side in plan.sides_px}
    parts = await asyncio.to_thread(_parts, plan, classifier, pictures)
    stalls = await _stalls(plan, classifier, pictures)
    grown_mb = await asyncio.to_thread(peak_memory_mb) - before_mb
    note = f"Loading took {1000 * loaded_s:.0f} ms; peak memory grew by {grown_mb:.0f} MB.\n\n"
    return parts + "\n" + note + stalls


def _parts(plan: Plan, classifier: Classifier, pictures: dict[int, bytes]) -> str:
    rows = []
    for side_px, data in pictures.items():
        shrink = partial(_shrunk, data)
        image = shrink()
        works: dict[str, Callable[[], object]] = {
            "decode and shrink": shrink,
            "hash, eight ways": partial(fingerprint, image),
            "classify": partial(classifier.score, image),
        }
        for name, work in works.items():
            rows.append([f"{side_px}²", name, f"{_median_ms(work, plan.rounds):.1f}"])
    chance = np.random.default_rng(1)
    known = hash_table([chance.bytes(_HASH_BYTES) for _number in range(plan.hashes)])
    variants = [chance.bytes(_HASH_BYTES) for _number in range(8)]
    for count in (1, 8):
        taken_ms = _median_ms(partial(nearest, known, variants[:count]), plan.rounds)
        rows.append(["–", f"compare {count} of it with {plan.hashes:,} hashes", f"{taken_ms:.1f}"])
    return table(f"One image, median of {plan.rounds}", ["image", "what", "ms"], rows)


async def _stalls(plan: Plan, classifier: Classifier, pictures: dict[int, bytes]) -> str:
    rows = []
    for side_px, data in [(0, b""), *pictures.items()]:
        work: Callable[[], Awaitable[object]] = partial(asyncio.sleep, 0.2)
        if data:
            work = partial(_look, classifier, data)
        stalls_s, taken_s = await longest_stalls(work, plan.rounds)
        figures = (median(taken_s), median(stalls_s), max(stalls_s))
        name = f"{side_px}²" if data else "nothing"
        rows.append([name, *(f"{1000 * each:.1f}" for each in figures)])
    header = ["looking at", "takes ms", "longest stall ms, median", "worst"]
    return table(f"The event loop beside it, {plan.rounds} images each", header, rows)


async def _look(classifier: Classifier, data: bytes) -> None:
    async def read() -> bytes:
        return data

    await Examiner(classifier, "benchmark").examine("one", read)  # remembers nothing yet


def _shrunk(data: bytes) -> Image.Image:
    return thumbnail(io.BytesIO(data), 512)


def _median_ms(work: Callable[[], object], rounds: int) -> float:
    taken_s = []
    for _round in range(rounds):
        began_s = time.perf_counter()
        work()
        taken_s.append(time.perf_counter() - began_s)
    return 1000 * median(taken_s)


def _picture(side_px: int) -> bytes:
    chance = np.random.default_rng(side_px)
    coarse = Image.fromarray(chance.integers(0, 256, (16, 16, 3), dtype=np.uint8))
    file = io.BytesIO()
    coarse.resize((side_px, side_px), Image.Resampling.BICUBIC).save(file, "PNG", compress_level=1)
    return file.getvalue()
