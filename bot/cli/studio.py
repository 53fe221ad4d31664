"""``easel studio``: the local image service on its own."""

import secrets

from bot.cli.console import say
from bot.studio.run import run_studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime


async def serve_studio(host: str, port: int, api_key: str | None) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises:
        SettingsError: The address cannot be listened on.
    """
    key = api_key or secrets.token_urlsafe(24)

    def ready(base_url: str) -> None:
        say(f"the studio serves Novita's V2 and V3 at {base_url}")
        if api_key is None:
            say(f"its key for this run is {key}")

    await run_studio(StudioSettings(api_key=key, host=host, port=port), SystemTime(), ready)
