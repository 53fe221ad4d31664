"""Sizes of pictures are read from their first bytes."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from bot.sandbox.picture_size import picture_size_px

FORMATS = [("PNG", {}), ("JPEG", {}), ("GIF", {}), ("WEBP", {}), ("WEBP", {"lossless": True})]


def encoded(kind: str, options: dict[str, bool], mode: str) -> bytes:
    data = BytesIO()
    Image.new(mode, (37, 21)).save(data, kind, **options)
    return data.getvalue()


@pytest.mark.parametrize(("kind", "options"), FORMATS)
async def test_the_size_is_what_the_encoder_was_given(kind: str, options: dict[str, bool]) -> None:
    data = await asyncio.to_thread(encoded, kind, options, "RGB")
    assert picture_size_px(data) == (37, 21)


async def test_a_webp_with_alpha_has_its_size_too() -> None:
    data = await asyncio.to_thread(encoded, "WEBP", {}, "RGBA")
    assert picture_size_px(data) == (37, 21)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF....WEBPVP8X", b"GIF89a"],
)
def test_what_is_no_picture_or_cut_off_has_no_size(data: bytes) -> None:
    assert picture_size_px(data) is None
