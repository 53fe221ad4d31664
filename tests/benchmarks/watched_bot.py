"""Easel with a ticker on its event loop: ``python -m tests.benchmarks.watched_bot REPORT``.

The program is the one that ``easel run`` starts; beside it a task wakes up every few
milliseconds and notes when it came late, which is when the loop was held by something else.
"""

import asyncio
import json
import resource
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from bot.cli.run import run_bot
from bot.log import set_up_logging
from bot.settings_source import load_settings

TICK_S = 0.005
_NOTED_S = 0.002


async def _tick(late: list[tuple[float, float]]) -> None:
    """Note the monotonic time and the lateness in seconds of each tick that came late."""
    while True:
        due_s = time.monotonic() + TICK_S
        await asyncio.sleep(TICK_S)
        now_s = time.monotonic()
        if now_s - due_s > _NOTED_S:
            late.append((now_s, now_s - due_s))


async def _run(late: list[tuple[float, float]]) -> None:
    ticker = asyncio.create_task(_tick(late))
    try:
        await run_bot(load_settings())
    finally:
        ticker.cancel()
        await asyncio.gather(ticker, return_exceptions=True)


def peak_memory_mb() -> float:
    """Return the most memory that this process ever held.

    Linux's own figure comes first: what ``getrusage`` tells there includes the parent's memory at
    the time of the fork.
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    report = Path(sys.argv[1])
    set_up_logging("info")
    late: list[tuple[float, float]] = []
    asyncio.run(_run(late))
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "late": late,
        "peak_memory_mb": peak_memory_mb(),
        "cpu_s": cpu.ru_utime + cpu.ru_stime,
    }
    report.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it, and wants its report
    main()
