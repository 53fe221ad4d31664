"""Downloads: only images, only from where one may go, never more than allowed."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import httpx
import pytest
from PIL import Image

from bot.errors import BadImage, ProviderBusy, ProviderError, ProviderUnavailable, TaskLost
from bot.providers.bad_images import ImageTooLarge, LinkRefused
from bot.providers.image_bytes import verify_image
from bot.providers.links import is_public, resolve
from bot.settings import ProviderKind
from tests.unit.providers.fake_novita import (
    IMAGE_HOST,
    IMAGE_URL,
    PUBLIC_ADDRESS,
    FakeNovita,
    picture,
    provider_of,
)

V3 = ProviderKind.NOVITA_V3
LOOPBACK = "http://127.0.0.1:7860"


def serving(*answers: httpx.Response | Exception, url: str = IMAGE_URL) -> FakeNovita:
    return FakeNovita(files={url: list(answers)})


def image(data: bytes) -> httpx.Response:
    return httpx.Response(200, content=data, headers={"Content-Type": "text/plain"})


def to(location: str) -> httpx.Response:
    return httpx.Response(302, headers={"Location": location})


async def failure(service: FakeNovita, url: str = IMAGE_URL, **settings: object) -> ProviderError:
    with pytest.raises(ProviderError) as failed:
        await provider_of(service, V3, **settings).download(url)
    return failed.value


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
async def test_an_image_is_known_by_its_bytes(file_format: str) -> None:
    data = picture(file_format)

    assert await provider_of(serving(image(data)), V3).download(IMAGE_URL) == data


async def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    service = serving(image(picture()))

    await provider_of(service, V3).download(IMAGE_URL)

    (request,) = service.requests
    assert request.url.host == PUBLIC_ADDRESS
    assert request.headers["Host"] == IMAGE_HOST
    assert request.extensions["sni_hostname"] == IMAGE_HOST


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Access denied</body></html>",
        b"GIF89a" + bytes(40),
        picture()[:200],
        picture("JPEG")[:-300],
        picture("WEBP")[:-60],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
async def test_what_is_no_whole_image_is_refused(data: bytes) -> None:
    assert isinstance(await failure(serving(image(data))), BadImage)


async def test_more_bytes_than_allowed_are_refused() -> None:
    service = serving(image(bytes(1024 * 1024 + 1)))

    failed = await failure(service, max_image_mb=1)

    assert isinstance(failed, BadImage)
    assert failed.detail == "more than 1048576 bytes"


def a_png_that_promises(width_px: int, height_px: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width_px, height_px, 8, 2, 0, 0, 0)
    checksum = struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + checksum + b"\0\0\0\x40IDAT"


def a_webp_that_promises(width_px: int, height_px: int) -> bytes:
    sides = (width_px - 1).to_bytes(3, "little") + (height_px - 1).to_bytes(3, "little")
    return b"RIFF\x64\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00" + bytes(4) + sides + bytes(64)


@pytest.mark.parametrize("promise", [a_png_that_promises, a_webp_that_promises])
@pytest.mark.parametrize("size_px", [(4097, 4096), (10_000, 10_000), (16_000, 16_000)])
def test_too_many_pixels_are_refused_by_the_header(
    promise: Callable[[int, int], bytes], size_px: tuple[int, int]
) -> None:
    with pytest.raises(ImageTooLarge) as refused:
        verify_image(promise(*size_px))

    assert refused.value.detail == f"{size_px[0]}x{size_px[1]} pixels"


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
def test_the_bound_of_pixels_holds_at_its_edge(file_format: str, *, lossless: bool) -> None:
    file = BytesIO()
    Image.new("RGB", (30, 20)).save(file, file_format, lossless=lossless)

    verify_image(file.getvalue(), max_pixels=600)
    with pytest.raises(BadImage):
        verify_image(file.getvalue(), max_pixels=599)


@pytest.mark.parametrize(
    "url",
    [
        "http://images.example/0.png",
        "https://user:pass@images.example/0.png",
        "ftp://images.example/0.png",
        "file:///etc/passwd",
        "images.example/0.png",
        "",
        "https://",
        "https://exa\x00mple/0.png",
        "http://api.novita.example/0.png",
        f"{LOOPBACK}/0.png",
    ],
)
async def test_a_link_that_must_not_be_followed_is_not_touched(url: str) -> None:
    service = serving(image(picture()))

    assert isinstance(await failure(service, url), LinkRefused)
    assert service.requests == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1"],
)
async def test_a_name_that_leads_inside_is_not_followed(address: str) -> None:
    service = serving(image(picture()))
    service.addresses[IMAGE_HOST] = [PUBLIC_ADDRESS, address]

    assert isinstance(await failure(service), BadImage)
    assert service.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("64:ff9b::5db8:d70e", True),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to be refused
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("ff02::1", False),
        ("no address", False),
    ],
)
def test_private_addresses_are_known(address: str, *, public: bool) -> None:
    assert is_public(address) is public


async def test_redirects_are_followed_and_each_one_is_checked() -> None:
    data = picture()
    service = FakeNovita(
        files={
            IMAGE_URL: [to("//cdn.example/1")],
            "https://cdn.example/1": [to("/2")],
            "https://cdn.example/2": [image(data)],
        }
    )

    assert await provider_of(service, V3).download(IMAGE_URL) == data


@pytest.mark.parametrize(
    "location", ["http://cdn.example/1", "https://inside.example/1", "http://127.0.0.1/1"]
)
async def test_a_redirect_does_not_lead_where_a_link_may_not(location: str) -> None:
    service = serving(to(location))
    service.addresses["inside.example"] = ["10.0.0.5"]

    assert isinstance(await failure(service), BadImage)
    assert len(service.requests) == 1


async def test_redirects_come_to_an_end() -> None:
    service = serving(to(IMAGE_URL))

    assert isinstance(await failure(service), BadImage)
    assert len(service.requests) == 4


async def test_the_providers_own_host_and_port_may_be_private_and_plain() -> None:
    data = picture()
    service = serving(image(data), url=f"{LOOPBACK}/0.png")

    provider = provider_of(service, V3, base_url=LOOPBACK)

    assert await provider.download(f"{LOOPBACK}/0.png") == data


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:7861/0.png", "http://127.0.0.1/0.png", "https://127.0.0.2:7860/0.png"],
)
async def test_another_port_of_the_same_host_may_not(url: str) -> None:
    service = FakeNovita(addresses={"127.0.0.1": ["127.0.0.1"], "127.0.0.2": ["127.0.0.2"]})

    assert isinstance(await failure(service, url, base_url=LOOPBACK), BadImage)
    assert service.requests == []


@pytest.mark.parametrize(
    ("status", "error", "attempts"),
    [
        (403, TaskLost, 1),
        (404, TaskLost, 1),
        (410, TaskLost, 1),
        (429, ProviderBusy, 1),
        (503, ProviderBusy, 1),
        (400, BadImage, 1),
        (204, BadImage, 1),
        (500, ProviderUnavailable, 3),
        (502, ProviderUnavailable, 3),
    ],
)
async def test_each_status_of_an_image_host_has_its_error(
    status: int, error: type[ProviderError], attempts: int
) -> None:
    service = serving(httpx.Response(status))

    assert type(await failure(service)) is error
    assert len(service.requests) == attempts


async def test_a_download_gets_over_two_faults_in_a_row() -> None:
    data = picture()
    service = serving(httpx.ReadTimeout("slow"), httpx.Response(500), image(data))

    assert await provider_of(service, V3).download(IMAGE_URL) == data


async def test_names_are_resolved_off_the_loop() -> None:
    assert "127.0.0.1" in await resolve("127.0.0.1", 443)
    with pytest.raises(ProviderUnavailable):
        await resolve("no-such-host.invalid" + "x" * 300, 443)
