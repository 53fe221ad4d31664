"""What the program prints, and how it stops."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import BotError


class Stop(BotError):
    """The program cannot go on; the text says why, in one line."""


def say(text: str, *, error: bool = False) -> None:
    """Print a line at once."""
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


async def until_told_to_stop() -> None:
    """Return on the first SIGINT or SIGTERM, so that everything is closed in order."""
    with stop_signals() as told:
        await told.acquire()


@contextmanager
def stop_signals() -> Iterator[asyncio.Semaphore]:
    """Yield what can be acquired once for each SIGINT or SIGTERM that comes."""
    told = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.release)
    try:
        yield told
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
