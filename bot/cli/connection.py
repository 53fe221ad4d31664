"""The connection to Discord: the token, the login, and a gateway that may not be there yet."""

import logging
import random
from collections.abc import Iterator

import aiohttp
import discord
import structlog

from bot.cli.console import Stop
from bot.settings import Settings
from bot.texts import shorten
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_LEAST_PAUSE_S = 1.0
_MOST_PAUSE_S = 60.0


def discord_token(settings: Settings) -> str:
    """Return the bot's token.

    Raises:
        Stop: There is none, or it holds what no header can carry.
    """
    given = settings.discord.token.get_secret_value() if settings.discord.token else ""
    token = given.strip()
    if not token:
        raise Stop(
            "EASEL_DISCORD__TOKEN is missing: set it to the bot's token from Discord's developer "
            "portal, or try `easel demo`, which needs none"
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise Stop(
            "EASEL_DISCORD__TOKEN (hidden) holds blanks or signs that no token has; copy it again "
            "from the developer portal (Bot, Reset Token)"
        )
    return token


async def log_in(client: discord.Client, token: str) -> None:
    """Log in over REST.

    Raises:
        Stop: Discord refuses the token, or cannot be reached.
    """
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise Stop(
            "Discord refuses the token in EASEL_DISCORD__TOKEN; copy it again from the "
            "developer portal (Bot, Reset Token)"
        ) from None
    except (aiohttp.ClientError, OSError, discord.HTTPException) as error:
        raise Stop(
            f"Discord cannot be reached: {shorten(str(error), 200)}; "
            "check the network and EASEL_DISCORD__REST_URL"
        ) from None


async def stay_connected(client: discord.Client, time: Time) -> None:
    """Keep *client*, which is logged in, at the gateway until it is closed.

    Raises:
        Stop: The gateway refuses the bot for good.
    """
    discord_log = logging.getLogger("discord.client")
    first_only = _FirstConnection(client)
    discord_log.addFilter(first_only)
    try:
        for pause_s in _pauses_s(random.Random()):  # noqa: S311 - jitter
            try:
                await client.connect()
            except (discord.ConnectionClosed, discord.PrivilegedIntentsRequired) as error:
                raise Stop(f"Discord's gateway does not let the bot in: {error}") from None
            except AttributeError as error:
                # discord.py reconnects by itself, but asks for the sequence of a connection that
                # never was if already the first one fails.
                if client.ws is not None:
                    raise
                logger.warning(
                    "Discord's gateway cannot be reached; "
                    "check the network and EASEL_DISCORD__GATEWAY_URL",
                    fault=shorten(str(error.__context__ or error), 200),
                    next_try_in_s=round(pause_s),
                )
            else:
                return
            await time.sleep(pause_s)  # the gateway was not there; ever longer, with jitter
    finally:
        discord_log.removeFilter(first_only)


class _FirstConnection(logging.Filter):
    """Drops discord.py's traceback of a first connection that failed: our own line says it."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__()
        self._client = client

    def filter(self, record: logging.LogRecord) -> bool:
        return self._client.ws is not None or record.exc_info is None


def _pauses_s(chance: random.Random) -> Iterator[float]:
    """Yield ever longer pauses, from 1 to 60 s, so that many bots do not come back at once."""
    most_s = 2 * _LEAST_PAUSE_S
    while True:
        yield chance.uniform(max(_LEAST_PAUSE_S, most_s / 2), most_s)
        most_s = min(_MOST_PAUSE_S, 2 * most_s)
