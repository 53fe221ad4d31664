"""Waiting for whichever comes first, an event or a moment."""

import asyncio

from bot.timing import Time


async def until_set(event: asyncio.Event, time: Time, most_s: float | None) -> None:
    """Wait until *event* is set, at most *most_s* seconds; None waits as long as it takes."""
    if most_s is None:
        await event.wait()
        return
    waits = {
        asyncio.ensure_future(time.sleep(most_s)),  # the longest that is waited
        asyncio.ensure_future(event.wait()),
    }
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
