"""``python -m tests.benchmarks [--quick] [PART ...]``: measure, and print tables."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.log import set_up_logging
from tests.benchmarks import (
    acks,
    board,
    chain,
    classifier,
    crowd,
    delays,
    eta,
    evasions,
    growth,
    looking_back,
    looks,
    resume,
)
from tests.benchmarks.tables import machine

_PARTS = (
    *("acks", "crowd", "looks", "eta", "delays", "resume", "growth", "past", "board", "chain"),
    *("evasions", "classifier"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is measured."""

    acks: acks.Plan
    crowd: crowd.Plan
    delays: delays.Plan
    eta: eta.Plan
    resume: resume.Plan
    growth: growth.Plan
    past: looking_back.Plan
    chain: chain.Plan
    classifier: classifier.Plan
    board: board.Plan


FULL = Extent(
    acks=acks.Plan(warm_ups=20, rounds=200, rate_per_s=50, loop_s=10),
    crowd=crowd.Plan(generations=1_000, shortest_s=5, longest_s=20),
    delays=delays.Plan(generations=120, rate_per_s=3, shortest_s=2, longest_s=20),
    eta=eta.Plan(requests=100),
    resume=resume.Plan(generations=500),
    growth=growth.Plan(sizes=(100, 10_000, 1_000_000), rounds=300),
    past=looking_back.Plan(generations=100_000, rounds=100, pictures=20),
    chain=chain.Plan(),
    classifier=classifier.Plan(rounds=30, sides_px=(512, 1024, 2048), hashes=100_000),
    board=board.Plan(entries=500),
)
QUICK = Extent(
    acks=acks.Plan(warm_ups=3, rounds=20, rate_per_s=50, loop_s=2),
    crowd=crowd.Plan(generations=40, shortest_s=1, longest_s=4),
    delays=delays.Plan(generations=12, rate_per_s=4, shortest_s=1, longest_s=4),
    eta=eta.Plan(requests=30),
    resume=resume.Plan(generations=30),
    growth=growth.Plan(sizes=(100, 1_000, 10_000), rounds=50),
    past=looking_back.Plan(generations=10_000, rounds=20, pictures=5),
    chain=chain.Plan(words=2_000, looks=60),
    classifier=classifier.Plan(rounds=5, sides_px=(512,), hashes=10_000),
    board=board.Plan(entries=60),
)


async def run(extent: Extent, parts: tuple[str, ...] = _PARTS) -> None:
    """Measure *parts* one after the other; each has a folder and processes of its own."""
    measures = _measures(extent)
    for part in parts:
        began_s = time.monotonic()
        _say(f"({part}; before: {machine()})\n")
        with tempfile.TemporaryDirectory(prefix="easel-benchmark-") as name:
            _say(await measures[part](Path(name)))
        _say(f"({part}: {time.monotonic() - began_s:.0f} s; after: {machine()})\n")


def _measures(extent: Extent) -> Mapping[str, Callable[[Path], Awaitable[str]]]:
    return {
        "acks": partial(acks.measure, extent.acks),
        "crowd": partial(crowd.measure, extent.crowd),
        "looks": lambda _folder: looks.measure(),
        "eta": partial(eta.measure, extent.eta),
        "delays": partial(delays.measure, extent.delays),
        "resume": partial(resume.measure, extent.resume),
        "growth": partial(growth.measure, extent.growth),
        "past": partial(looking_back.measure, extent.past),
        "chain": lambda _folder: chain.measure(extent.chain),
        "evasions": lambda _folder: evasions.measure(),
        "classifier": lambda _folder: classifier.measure(extent.classifier),
        "board": partial(board.measure, extent.board),
    }


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(_PARTS)}")
    parser.add_argument("--quick", action="store_true", help="less of everything, under a minute")
    given = parser.parse_args()
    unknown = sorted(set(given.parts) - set(_PARTS))
    if unknown:
        parser.error(f"there is no part {unknown[0]!r}; there are {', '.join(_PARTS)}")
    parts = tuple(part for part in _PARTS if part in given.parts) or _PARTS
    set_up_logging("warning")
    asyncio.run(run(QUICK if given.quick else FULL, parts))


if __name__ == "__main__":
    main()
