"""The one client that holds a provider's key: JSON to and from its base URL, nowhere else."""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr

from bot.errors import ProviderUnavailable
from bot.providers.backoff import Backoff
from bot.providers.retry_after import retry_after_s
from bot.timing import Time

_CONNECT_TIMEOUT_S = 5.0
_MAX_REPLY_BYTES = 16 * 1024 * 1024  # previews travel inside replies
_PARSE_IN_THREAD_BYTES = 64 * 1024
_SHORTEST_KEY = 8  # a shorter one could be a word of any reply
_SERVER_ERROR = 500

# The fields of V2's and V3's replies that hold sentences, which may reach a log or a member.
_SENTENCES = frozenset({"msg", "message", "reason", "failed_reason", "warn", "info"})
_LIMITS = httpx.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=5.0)

# Raised before a byte of the request has left, so that the service cannot have a task of ours.
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the service said; *body* is None where it was no JSON."""

    status_code: int
    body: object = field(default=None, repr=False)
    retry_after_s: float | None = None

    @property
    def is_success(self) -> bool:
        """Whether the HTTP status is one of success, whatever the body says."""
        return httpx.codes.is_success(self.status_code)


class ApiClient:
    """Sends JSON to one base URL with the key, and reads bounded JSON from it."""

    def __init__(
        self,
        *,
        base_url: str,
        api_key: SecretStr | None,
        timeout_s: float,
        time: Time,
        tls: ssl.SSLContext,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        key = api_key.get_secret_value() if api_key else ""
        headers = {"Accept": "application/json", "User-Agent": "easel"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        # The environment's proxies are not used: they would also get what is meant for loopback.
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers=headers,
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, _CONNECT_TIMEOUT_S)),
            limits=_LIMITS,
            follow_redirects=False,
            trust_env=False,
            verify=tls,
            transport=transport,
        )
        self._key = key if len(key) >= _SHORTEST_KEY else ""
        self._timeout_s = timeout_s
        self._time = time
        self._backoff = Backoff(time)

    async def post(self, path: str, content: bytes) -> Answer:
        """Send *content* once; repeat only what surely was never sent.

        Raises:
            ProviderUnavailable: No answer; ``surely_not_taken`` if no connection came about.
        """
        request = self._client.build_request(
            "POST", path, content=content, headers={"Content-Type": "application/json"}
        )
        attempt = 0
        while True:
            try:
                return await self._answer(request)
            except ProviderUnavailable as error:
                if not error.surely_not_taken or not await self._backoff.wait(attempt):
                    raise
            attempt += 1

    async def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Read *path*, repeated on transport errors and 5xx while there is time.

        Raises:
            ProviderUnavailable: No answer at the last attempt either.
        """
        request = self._client.build_request("GET", path, params=dict(query))
        try:
            async with asyncio.timeout(self._timeout_s):  # all attempts together
                return await self._repeated(request)
        except TimeoutError:
            raise ProviderUnavailable(detail=f"GET {path}: no answer in time") from None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _repeated(self, request: httpx.Request) -> Answer:
        attempt = 0
        while True:
            try:
                answer = await self._answer(request)
            except ProviderUnavailable:
                if not await self._backoff.wait(attempt):
                    raise
            else:
                # A named pause is for the caller: it concerns all of its looks, not this one.
                is_final = answer.status_code < _SERVER_ERROR or answer.retry_after_s is not None
                if is_final or not await self._backoff.wait(attempt):
                    return answer
            attempt += 1

    async def _answer(self, request: httpx.Request) -> Answer:
        """Send *request* within the time allowed, which httpx counts a chunk, not a reply."""
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._exchange(request)
        except _NEVER_SENT as error:
            detail = f"{request.method} {request.url.path}: {type(error).__name__}"
            raise ProviderUnavailable(detail=detail, surely_not_taken=True) from None
        except (httpx.TransportError, httpx.DecodingError, TimeoutError) as error:
            detail = f"{request.method} {request.url.path}: {type(error).__name__}"
            raise ProviderUnavailable(detail=detail) from None

    async def _exchange(self, request: httpx.Request) -> Answer:
        response = await self._client.send(request, stream=True)
        try:
            raw = bytearray()
            async for chunk in response.aiter_bytes():
                raw += chunk
                if len(raw) > _MAX_REPLY_BYTES:
                    detail = f"{request.method} {request.url.path}: the reply is too long"
                    raise ProviderUnavailable(detail=detail)
        finally:
            await response.aclose()
        pause_s = retry_after_s(response.headers.get("Retry-After"), self._time.now())
        return Answer(
            status_code=response.status_code, body=await self._parsed(raw), retry_after_s=pause_s
        )

    async def _parsed(self, raw: bytearray) -> object:
        if len(raw) > _PARSE_IN_THREAD_BYTES:
            return await asyncio.to_thread(self._json, raw)
        return self._json(raw)

    def _json(self, raw: bytearray) -> object:
        """Return the value, or None; a key that the service repeats goes no further than here."""
        try:
            value: object = json.loads(raw)
            return _without(self._key, value) if self._key else value
        except (ValueError, RecursionError):
            return None


def _without(key: str, value: object) -> object:
    """Cut *key* out of what is written for people; names and links stay as they are."""
    if isinstance(value, list):
        return [_without(key, item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: item.replace(key, "***")
        if isinstance(item, str) and name in _SENTENCES
        else _without(key, item)
        for name, item in value.items()
    }
