"""``easel studio``: the local image service on its own."""

import secrets

from bot.cli.console import say, until_told_to_stop
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime


async def serve_studio(host: str, port: int, api_key: str | None) -> None:
    """Serve until SIGINT or SIGTERM."""
    key = api_key or secrets.token_urlsafe(24)
    async with Studio(StudioSettings(api_key=key, host=host, port=port), SystemTime()) as studio:
        say(f"the studio serves Novita's V2 and V3 at {studio.base_url}")
        if api_key is None:
            say(f"its key for this run is {key}")
        await until_told_to_stop()
