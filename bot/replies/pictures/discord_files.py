"""Pictures that hang on messages, fetched from Discord's own hosts and from no other."""

import asyncio
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot.domain.input_image import MAX_SIZE_BYTES

logger = structlog.stdlib.get_logger(__name__)

_DISCORD = "cdn.discordapp.com"
_MEDIA = "media.discordapp.net"  # the same files, as messages name them beside the first
_PROXIES = ".discordapp.net"  # what Discord shows of other hosts comes from below this one
_AT_ONCE = 4
_OK = 200
_PART_BYTES = 64 * 1024


class DiscordFiles:
    """Fetches files by the links that came with an interaction; *cdn_url* is the settings' own.

    At most four are in memory at once. Nothing follows a redirect: it could lead anywhere.
    """

    def __init__(self, cdn_url: str) -> None:
        cdn = urlsplit(cdn_url)
        self._own = (cdn.scheme, cdn.netloc)
        self._below = f"{cdn.path.rstrip('/')}/"
        self._is_discord = cdn.netloc == _DISCORD
        self._turns = asyncio.Semaphore(_AT_ONCE)

    def is_ours(self, url: str) -> bool:
        """Tell whether the link leads to Discord."""
        try:
            parts = urlsplit(url)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            return False
        if (parts.scheme, parts.netloc) == self._own:
            return parts.path.startswith(self._below)
        is_proxy = host in {_DISCORD, _MEDIA} or host.endswith(_PROXIES)
        return self._is_discord and parts.scheme == "https" and is_proxy and parts.netloc == host

    async def read(self, url: str, budget_s: float) -> bytes | None:
        """Return at most 10 MB, None if it is not to be had in time, or is gone, or is larger."""
        if not self.is_ours(url):
            return None
        try:
            async with asyncio.timeout(budget_s), self._turns:
                return await self.fetch(url)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            logger.info("file not fetched", fault=type(error).__name__)
            return None

    async def fetch(self, url: str) -> bytes | None:
        """Return what lies there, None if it is gone or too large."""
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != _OK:
                logger.info("file not fetched", status=answer.status)
                return None
            data = bytearray()
            async for part in answer.content.iter_chunked(_PART_BYTES):
                data += part
                if len(data) > MAX_SIZE_BYTES:
                    return None
            return bytes(data)
