"""Logging to standard error: ids and reasons, never prompts, headers or tokens."""

import logging

# These log whole URLs (with interaction tokens or signatures in them) or request headers.
_CHATTY = (
    "httpx",
    "httpcore",
    "discord.http",
    "discord.webhook.async_",
    "aiosqlite",
    "aiohttp.access",
)


def set_up_logging(level: str) -> None:
    """Send what is at least *level* ("debug" … "error") to standard error."""
    logging.basicConfig(
        level=level.upper(), format="%(asctime)s %(levelname)-7s %(name)s: %(message)s", force=True
    )
    # It warns at each start that voice is not supported, which no image bot wants.
    logging.getLogger("discord.client").setLevel(logging.ERROR)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
