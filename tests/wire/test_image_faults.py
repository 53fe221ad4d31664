"""Links that lead to no image: one sentence each, units back, memory bounded, bot alive."""

import asyncio
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.cli.seen import is_delivered, text_of
from bot.studio.faults import Fault, Place
from tests.wire.town import open_town

NO_IMAGE = "something that is no image"
TOO_LARGE = "too large for me"
ROOM: dict[str, str] = {
    "EASEL_LIMITS__RUNNING": "20",
    "EASEL_PROVIDER__SLOTS": "20",
    "EASEL_PROVIDER__MAX_IMAGE_MB": "40",
}
_MB = 1024 * 1024
# The program alone takes 110, and no more in this test. Reading the 60 MB, or the 200 that a small
# answer unpacks to, passes this bound; so does a bomb that is decoded.
_MOST_MB = 190


def a_picture() -> bytes:
    file = BytesIO()
    Image.radial_gradient("L").save(file, "PNG")
    return file.getvalue()


def a_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_bomb() -> bytes:
    """Return a PNG of a few kilobytes that unpacks to 30,000 x 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(30_000 * (1 + 3_750)), 9)
    parts = a_chunk(b"IHDR", header) + a_chunk(b"IDAT", rows) + a_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def image(data: bytes, **headers: str) -> Fault:
    return Fault(http_status=200, headers={"Content-Type": "image/png", **headers}, body=data)


def redirect(location: str) -> Fault:
    return Fault(http_status=302, headers={"Location": location})


def peak_mb(process_id: int) -> int:
    """Return the most memory that the process has ever held, in mebibytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process_id}/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


def faults() -> dict[str, tuple[Fault, str]]:
    """Return what a link leads to, by a word of the prompt, and what the member reads."""
    whole = a_picture()
    zeros = zlib.compress(bytes(200 * _MB), 9)
    return {
        "truncated": (image(whole[: len(whole) // 2]), NO_IMAGE),
        "torn": (Fault(http_status=200, body=whole, torn=True), "does not answer properly"),
        "empty": (image(b""), NO_IMAGE),
        "huge": (image(whole + bytes(60 * _MB)), TOO_LARGE),
        "page": (image(b"<html><body>Sign in</body></html>"), NO_IMAGE),
        "bomb": (image(a_bomb()), TOO_LARGE),
        "squeezed": (image(zeros, **{"Content-Encoding": "deflate"}), NO_IMAGE),
        "inward": (redirect("http://10.0.0.1/secret"), "may not fetch from"),
        "expired": (Fault(http_status=403), "has lost this request"),
    }


async def test_what_is_no_image_is_said_and_given_back(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot(**ROOM) as process:
        assert is_delivered(await town.ask())
        cases = await asyncio.to_thread(faults)
        for prompt, (fault, _sentence) in cases.items():
            town.studio.faults.add(Place.DOWNLOAD, fault, times=None, prompt=f"a {prompt} fox")
        replies = await asyncio.gather(*(town.ask(prompt=f"a {prompt} fox") for prompt in cases))
        for (prompt, (_fault, sentence)), reply in zip(cases.items(), replies, strict=True):
            assert sentence in text_of(reply), prompt
            assert "not charged" in text_of(reply), prompt
        assert len(town.studio.journal.entries) == 1 + len(cases)
        assert await town.left_today() == 99
        assert is_delivered(await town.ask())
        assert await asyncio.to_thread(peak_mb, process.pid) < _MOST_MB


async def test_downloads_that_fail_for_a_while_are_repeated(tmp_path: Path) -> None:
    faults = {"cut": Fault(drop=True), "busy": Fault(http_status=503), "torn": Fault(torn=True)}
    async with open_town(tmp_path) as town, town.bot():
        for prompt, fault in faults.items():
            town.studio.faults.add(Place.DOWNLOAD, fault, times=2, prompt=f"a {prompt} fox")
        replies = await asyncio.gather(*(town.ask(prompt=f"a {prompt} fox") for prompt in faults))
        for prompt, reply in zip(faults, replies, strict=True):
            assert is_delivered(reply), prompt
        assert len(town.studio.journal.entries) == len(faults)
