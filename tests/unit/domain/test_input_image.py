"""Pictures that requests are made from: what is refused by its bytes, whatever it is called."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from bot.domain.image_header import image_header
from bot.domain.input_image import MAX_SIZE_BYTES, check_attachment, check_input_image
from bot.domain.reduction import reduced_image
from bot.domain.request import OutputFormat
from bot.domain.sizes import Size
from bot.errors import InvalidRequest


def picture(kind: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width_px: int, height_px: int, *more: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more)


PICTURES = {
    OutputFormat.PNG: [picture("PNG")],
    OutputFormat.JPEG: [picture("JPEG"), picture("JPEG", progressive=True)],
    OutputFormat.WEBP: [
        picture("WEBP"),
        picture("WEBP", lossless=True),
        picture("WEBP", exif=b"Exif\0\0"),
    ],
}


@pytest.mark.parametrize("kind", list(OutputFormat))
def test_the_three_formats_are_known_by_their_bytes(kind: OutputFormat) -> None:
    for data in PICTURES[kind]:
        checked = check_input_image("control_image", "anything.txt", data)
        assert checked.header.format is kind
        assert (checked.header.width_px, checked.header.height_px) == (30, 20)
        assert len(checked.sha256) == 64


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(InvalidRequest) as caught:
        check_input_image("control_image", name, data)
    assert caught.value.field == "control_image"
    return str(caught.value)


def test_a_text_renamed_png_is_refused() -> None:
    sentence = refusal("notes.png", b"just some words, no picture at all")
    assert "`notes.png`" in sentence
    assert "PNG, JPEG or WebP" in sentence


def test_a_hundred_megapixels_in_ten_kilobytes_are_refused_before_decoding() -> None:
    bits = zlib.compress(bytes((10_000 // 8 + 1) * 10_000), 9)
    bomb = png_of(10_000, 10_000, chunk(b"IDAT", bits), chunk(b"IEND", b""))
    assert len(bomb) < 20_000
    sentence = refusal("bomb.png", bomb)
    assert "10000x10000" in sentence
    assert "16 megapixels" in sentence


def test_a_second_header_that_claims_more_is_refused() -> None:
    hidden = png_of(9_000, 9_000)[8:]
    assert "damaged" in refusal("two.png", png_of(8, 8, hidden, chunk(b"IDAT", zlib.compress(b""))))


def test_a_gif_is_refused() -> None:
    assert "PNG, JPEG or WebP" in refusal("x.gif", picture("GIF"))


@pytest.mark.parametrize("kind", list(OutputFormat))
def test_a_picture_cut_short_is_refused(kind: OutputFormat) -> None:
    for data in PICTURES[kind]:
        assert refusal("cut", data[: len(data) * 2 // 3])


def test_what_discord_says_is_checked_before_the_bytes() -> None:
    check_attachment("image", "x.png", MAX_SIZE_BYTES, 4000, 4000)
    check_attachment("image", "x.png", 10, None, None)
    with pytest.raises(InvalidRequest, match="10 MB"):
        check_attachment("image", "x.png", MAX_SIZE_BYTES + 1, 10, 10)
    with pytest.raises(InvalidRequest, match="16 megapixels"):
        check_attachment("image", "x.png", 10, 4001, 4000)


def test_a_finished_image_of_too_many_bytes_becomes_a_smaller_file_of_the_same_size() -> None:
    flat = Image.frombytes("RGB", (2000, 1800), bytes(2000 * 1800 * 3))
    buffer = BytesIO()
    flat.save(buffer, "PNG", compress_level=0)
    assert len(buffer.getvalue()) > MAX_SIZE_BYTES
    made = reduced_image("1-0.png", buffer.getvalue())
    assert len(made.data) <= MAX_SIZE_BYTES
    assert made.size == Size(2000, 1800)


def test_a_finished_image_that_fits_stays_as_it_is() -> None:
    assert reduced_image("1-0.png", picture("PNG")).data == picture("PNG")


@given(st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBP"]), st.binary())
def test_any_bytes_are_read_or_not(start: bytes, rest: bytes) -> None:
    header = image_header(start + rest)
    assert header is None or (header.width_px > 0 and header.height_px > 0)


def held(orientation: int) -> bytes:
    """Return EXIF that says how the camera was held."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, "a holiday"
    return exif.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_every_viewer_turns_it(orientation: int) -> None:
    scene = Image.new("RGB", (64, 32), "white")
    scene.paste("black", (0, 0, 16, 16))  # in one corner
    buffer = BytesIO()
    scene.save(buffer, "PNG", exif=held(orientation))
    found = check_input_image("image", "x.png", buffer.getvalue())
    with Image.open(BytesIO(buffer.getvalue())) as original, Image.open(BytesIO(found.data)) as one:
        upright = ImageOps.exif_transpose(original)
        assert found.size == Size(*upright.size)
        corners = [(x, y) for x in (2, upright.width - 3) for y in (2, upright.height - 3)]
        seen = [one.convert("1").getpixel(corner) for corner in corners]
        assert seen == [upright.convert("1").getpixel(corner) for corner in corners]


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says that it is damaged
@given(
    changes=st.lists(st.tuples(st.integers(6, 60), st.integers(0, 255)), min_size=1, max_size=6),
    length=st.integers(8, 80),
)
@example(changes=[(17, 0)], length=80)
@example(changes=[(17, 26)], length=80)
@example(changes=[(17, 84)], length=80)
def test_damaged_exif_says_nothing_and_harms_nothing(
    changes: list[tuple[int, int]], length: int
) -> None:
    exif = bytearray(held(6))
    for place, value in changes:
        if place < len(exif):
            exif[place] = value
    data = picture("JPEG", exif=bytes(exif[:length]))
    assert check_input_image("image", "x.jpg", data).size in {Size(30, 20), Size(20, 30)}
