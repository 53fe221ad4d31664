"""Downloads hold no more bytes than allowed, whatever the host sends or promises."""

from collections.abc import AsyncIterator, Sequence

import httpx
import pytest

from bot.errors import BadImage
from bot.providers.build import build_provider
from bot.providers.provider import Provider
from bot.settings import ProviderSettings
from tests.fakes.time import FakeTime
from tests.unit.providers.fake_novita import IMAGE_URL, KEY, PUBLIC_ADDRESS

_MB = 1024 * 1024


class Endless(httpx.AsyncByteStream):
    """Sends for ever, and counts what was taken."""

    CHUNK_BYTES = 64 * 1024

    def __init__(self) -> None:
        self.sent_bytes = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent_bytes += self.CHUNK_BYTES
            yield bytes(self.CHUNK_BYTES)


def provider_with(stream: Endless, **headers: str) -> Provider:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=stream, headers=headers)

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return [PUBLIC_ADDRESS]

    row = ProviderSettings.model_validate({"api_key": KEY, "max_image_mb": 1})
    return build_provider(row, FakeTime(), transport=httpx.MockTransport(answer), resolve=resolve)


async def test_bytes_without_a_promise_are_cut_at_the_bound() -> None:
    stream = Endless()
    with pytest.raises(BadImage) as refused:
        await provider_with(stream).download(IMAGE_URL)
    assert refused.value.detail == f"more than {_MB} bytes"
    assert stream.sent_bytes <= _MB + Endless.CHUNK_BYTES


@pytest.mark.parametrize("length", [str(_MB + 1), "9" * 5_000])
async def test_a_promise_of_too_many_bytes_is_refused_before_they_come(length: str) -> None:
    stream = Endless()
    with pytest.raises(BadImage):
        await provider_with(stream, **{"Content-Length": length}).download(IMAGE_URL)
    assert stream.sent_bytes == 0


@pytest.mark.parametrize("encoding", ["deflate", "gzip", "br", "zstd"])
async def test_a_compressed_answer_is_not_unpacked(encoding: str) -> None:
    stream = Endless()
    with pytest.raises(BadImage) as refused:
        await provider_with(stream, **{"Content-Encoding": encoding}).download(IMAGE_URL)
    assert refused.value.detail == "a compressed answer"
    assert stream.sent_bytes == 0
