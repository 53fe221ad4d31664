"""A studio in a process of its own: prints its address and its children, one line each."""

import asyncio
import sys

from bot.log import set_up_logging
from bot.studio.run import run_studio
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime
from tests.unit.studio.conftest import KEY, PLAIN

SETTINGS = StudioSettings(api_key=KEY, workers=2, painter=PLAIN)


async def crash() -> None:
    """Start, tell, and wait for whoever kills this process."""
    async with Studio(SETTINGS, SystemTime()) as studio:
        await studio.pool.warm()
        tell(studio.base_url, *studio.pool.pids)
        await asyncio.Event().wait()


def tell(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    set_up_logging("warning")
    asyncio.run(crash() if sys.argv[1] == "crash" else run_studio(SETTINGS, SystemTime(), tell))
