"""A studio that is a whole program: it runs until it is asked to end."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator

from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import Time


async def run_studio(
    settings: StudioSettings, time: Time, on_ready: Callable[[str], None] | None = None
) -> None:
    """Run a studio until this is cancelled or the process is asked to end (SIGTERM, SIGINT).

    *on_ready* is told the base URL once it can be used.

    Raises:
        SettingsError: It cannot start.
    """
    asked_to_end = asyncio.Event()
    # Before anything else: who is told that the studio is ready may ask it to end at once.
    with _signals(asked_to_end.set):
        async with Studio(settings, time) as studio:
            if on_ready is not None:
                on_ready(studio.base_url)
            await asked_to_end.wait()


@contextlib.contextmanager
def _signals(act: Callable[[], None]) -> Iterator[None]:
    """Call *act* on SIGTERM and SIGINT, where signals can be had: in the main thread alone."""
    loop = asyncio.get_running_loop()
    taken: list[signal.Signals] = []
    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, act)
            taken.append(number)
    try:
        yield
    finally:
        for number in taken:
            loop.remove_signal_handler(number)
