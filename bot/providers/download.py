"""Fetching images: no key sent, size bound, every hop checked, type read from the bytes."""

import asyncio
import ssl
from http import HTTPStatus

import httpx

from bot.errors import (
    BadImage,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    TaskLost,
)
from bot.providers.backoff import Backoff
from bot.providers.bad_images import ImageTooLarge, LinkRefused
from bot.providers.image_bytes import verify_image
from bot.providers.links import Links
from bot.providers.retry_after import retry_after_s
from bot.timing import Time

_MAX_HOPS = 4  # the link itself and three redirects
_DEADLINE_S = 120.0  # for one attempt; httpx counts its timeouts a chunk, not a file
_CHUNK_TIMEOUT_S = 20.0
_CONNECT_TIMEOUT_S = 5.0
_SERVER_ERROR = 500
_LONGEST_LENGTH = 18  # digits; Python refuses to read numbers of thousands of them
_GONE = frozenset({HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class Downloader:
    """Fetches images with a client of its own, which knows no key."""

    def __init__(
        self,
        *,
        links: Links,
        max_bytes: int,
        time: Time,
        tls: ssl.SSLContext,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._client = httpx.AsyncClient(
            headers={"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "easel"},
            timeout=httpx.Timeout(_CHUNK_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S),
            # No connection is kept: requests are pinned to addresses, and two hosts behind one
            # address must not share the TLS session that was made for the other's name.
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
            verify=tls,
            transport=transport,
        )
        self._links = links
        self._max_bytes = max_bytes
        self._time = time
        self._backoff = Backoff(time)

    async def download(self, url: str) -> bytes:
        """Return the whole image behind *url*, repeated on transport errors and 5xx.

        Raises:
            BadImage: A link that must not be followed, too many bytes or pixels, or no image.
            TaskLost: The link has expired.
            ProviderError: The host does not answer, or is busy.
        """
        attempt = 0
        while True:
            try:
                data = await self._attempt(url)
            except ProviderUnavailable:
                if not await self._backoff.wait(attempt):
                    raise
            else:
                await asyncio.to_thread(verify_image, data)
                return data
            attempt += 1

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _attempt(self, url: str) -> bytes:
        try:
            async with asyncio.timeout(_DEADLINE_S):
                return await self._follow(httpx.URL(url))
        except httpx.InvalidURL:
            raise LinkRefused(detail="a link that is no link") from None
        except (httpx.TransportError, httpx.DecodingError, TimeoutError) as error:
            raise ProviderUnavailable(detail=f"download: {type(error).__name__}") from None

    async def _follow(self, url: httpx.URL) -> bytes:
        for _hop in range(_MAX_HOPS):
            request = await self._links.request(self._client, url)
            response = await self._client.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    return await self._body(response)
                url = url.join(response.headers["Location"])
            finally:
                await response.aclose()
        raise BadImage(detail="too many redirects")

    async def _body(self, response: httpx.Response) -> bytes:
        if response.status_code != HTTPStatus.OK:
            raise self._refused(response)
        self._check_promise(response)
        data = bytearray()
        async for chunk in response.aiter_bytes():
            data += chunk
            if len(data) > self._max_bytes:
                raise ImageTooLarge(detail=f"more than {self._max_bytes} bytes")
        return bytes(data)

    def _check_promise(self, response: httpx.Response) -> None:
        """Refuse by the headers what would cost memory before it could be refused."""
        # Not asked for, and one small chunk of it may unpack to any size.
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise BadImage(detail="a compressed answer")
        length = response.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:_LONGEST_LENGTH]) > self._max_bytes:
            raise ImageTooLarge(detail=f"more than {self._max_bytes} bytes")

    def _refused(self, response: httpx.Response) -> ProviderError:
        status = response.status_code
        detail = f"download: HTTP {status}"
        pause_s = retry_after_s(response.headers.get("Retry-After"), self._time.now())
        if status in _GONE:
            return TaskLost(detail=detail)
        if status in _BUSY:
            return ProviderBusy(detail=detail, retry_after_s=pause_s)
        if status >= _SERVER_ERROR:
            return ProviderUnavailable(detail=detail, retry_after_s=pause_s)
        return BadImage(detail=detail)
