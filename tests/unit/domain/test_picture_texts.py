"""Texts in pictures: each place where tools write them, and files that are not what they seem."""

import tracemalloc
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.domain.picture_texts import MAX_TEXT_BYTES, PictureTexts, Trouble, picture_texts

PROMPT = "a lighthouse\nSteps: 20, Sampler: Euler a"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_USER_COMMENT, _EXIF = 0x9286, 0x8769


def png(info: PngInfo | None = None) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def with_chunk(kind: bytes, body: bytes) -> bytes:
    """Put a chunk right behind the first one."""
    whole = png()
    return whole[:33] + chunk(kind, body) + whole[33:]


def with_comment(kind: str, comment: bytes) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(_EXIF)[_USER_COMMENT] = comment
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_parameters_of_a_png_are_found(*, is_packed: bool) -> None:
    info = PngInfo()
    info.add_text("parameters", PROMPT, zip=is_packed)
    assert picture_texts(png(info)).parameters == PROMPT


@pytest.mark.parametrize("is_packed", [False, True])
def test_other_scripts_are_read_as_well(*, is_packed: bool) -> None:
    info = PngInfo()
    info.add_itxt("parameters", "灯台、夕焼け", "ja", "パラメータ", zip=is_packed)
    assert picture_texts(png(info)).parameters == "灯台、夕焼け"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize(
    "comment",
    [
        b"UNICODE\0" + PROMPT.encode("utf-16-be"),
        b"UNICODE\0" + PROMPT.encode("utf-16-le"),
        b"ASCII\0\0\0" + PROMPT.encode(),
    ],
)
def test_the_comment_of_a_jpeg_or_webp_is_found(kind: str, comment: bytes) -> None:
    assert picture_texts(with_comment(kind, comment)).parameters == PROMPT


def test_a_comfyui_graph_is_only_named() -> None:
    info = PngInfo()
    info.add_text("prompt", '{"3": {"class_type": "KSampler"}}' * 9_000)
    assert picture_texts(png(info)) == PictureTexts(has_comfy_graph=True)


def test_a_picture_without_text_says_nothing() -> None:
    assert picture_texts(png()) == PictureTexts()
    assert picture_texts(b"no picture") == PictureTexts()


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt"])
def test_a_text_that_is_too_long_is_refused(kind: bytes) -> None:
    text = b"a" * (MAX_TEXT_BYTES + 1)
    body = {
        b"tEXt": b"parameters\0" + text,
        b"zTXt": b"parameters\0\0" + zlib.compress(text),
        b"iTXt": b"parameters\0\1\0\0\0" + zlib.compress(text),
    }[kind]
    assert picture_texts(with_chunk(kind, body)).trouble is Trouble.TOO_LONG


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(b"\0" * (200 * 2**20))  # 200 MB in 200 kB
    data = with_chunk(b"zTXt", b"parameters\0\0" + bomb)
    tracemalloc.start()
    try:
        texts = picture_texts(data)
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert texts.trouble is Trouble.TOO_LONG
    assert peak_bytes < 2 * 2**20


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"tEXt", b"no end of the key"),
        (b"tEXt", b"k" * 200 + b"\0text"),
        (b"zTXt", b"parameters\0\7" + zlib.compress(b"a")),
        (b"zTXt", b"parameters\0\0not packed"),
        (b"zTXt", b"parameters\0\0" + zlib.compress(b"a" * 99)[:-5]),
        (b"iTXt", b"parameters\0"),
        (b"iTXt", b"parameters\0\0\0no zeros"),
        (b"iTXt", b"parameters\0\0\0en\0key\0\xff\xfe"),
        (b"iTXt", b"parameters\0\5\0en\0key\0text"),
    ],
)
def test_a_malformed_chunk_is_damage(kind: bytes, body: bytes) -> None:
    assert picture_texts(with_chunk(kind, body)).trouble is Trouble.DAMAGED


def test_a_file_that_breaks_off_is_damage() -> None:
    info = PngInfo()
    info.add_text("parameters", PROMPT)
    whole = png(info)
    assert picture_texts(whole[:50]).trouble is Trouble.DAMAGED
    lying = SIGNATURE + (2**31 - 1).to_bytes(4) + b"tEXt" + b"parameters\0a"
    assert picture_texts(lying).trouble is Trouble.DAMAGED


STARTS = st.sampled_from([SIGNATURE, b"\xff\xd8\xff\xe1", b"RIFF\0\0\0\0WEBPEXIF"])
TIFF = st.sampled_from([b"", b"\0\x40Exif\0\0MM\0*\0\0\0\x08", b"\x20\0\0\0II*\0\x08\0\0\0"])


@given(STARTS, TIFF, st.binary(max_size=200))
def test_no_file_however_it_begins_raises(start: bytes, head: bytes, rest: bytes) -> None:
    picture_texts(start + head + rest)


@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
def test_no_flipped_byte_raises(kind: str, data: st.DataObject) -> None:
    info = PngInfo()
    info.add_itxt("parameters", PROMPT, zip=True)
    whole = bytearray(png(info) if kind == "PNG" else with_comment(kind, b"ASCII\0\0\0a"))
    for _time in range(3):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    picture_texts(bytes(whole))
