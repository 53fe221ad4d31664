"""Contact sheets and strips: their size, what stands where, and that files are opened small."""

import io
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures.sheets import MOST_TILES, TILE_PX, Tile, contact_sheet
from bot.pictures.strips import MOST_PANELS, Panel, lineage_strip
from bot.pictures.thumbnails import EMPTY, thumbnail, wrapped

RED = (200, 30, 30)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def red(side_px: int = TILE_PX) -> Image.Image:
    return Image.new("RGB", (side_px, side_px), RED)


def is_near(seen: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 12 for one, other in zip(seen, wanted, strict=True))


@pytest.mark.parametrize(("count", "size"), [(1, (366, 366)), (3, (1080, 366)), (9, (1080, 1080))])
def test_a_sheet_is_as_wide_as_a_phone_needs_and_small(count: int, size: tuple[int, int]) -> None:
    data = contact_sheet([Tile(number=n + 1, picture=red()) for n in range(count)])
    assert opened(data).size == size
    assert len(data) < 300_000


def test_what_is_not_kept_is_an_empty_tile_with_its_number() -> None:
    sheet = opened(
        contact_sheet(
            [Tile(number=1, picture=red()), Tile(number=2, picture=None, note="not kept")]
        )
    )
    assert is_near(sheet.getpixel((330, 330)), RED)
    assert is_near(sheet.getpixel((690, 330)), EMPTY)
    assert max(sheet.crop((370, 12, 450, 90)).convert("L").tobytes()) > 200  # the number


@pytest.mark.parametrize("count", [0, MOST_TILES + 1])
def test_a_sheet_of_no_page_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="1 to 9"):
        contact_sheet([Tile(number=1, picture=None)] * count)
    with pytest.raises(ValueError, match="1 to 9"):
        lineage_strip([Panel(number=1)] * (0 if count == 0 else MOST_PANELS + 1))


def test_a_strip_wraps_and_grows_with_its_words() -> None:
    few = opened(lineage_strip([Panel(number=n, picture=red(306), caption="x") for n in (1, 2)]))
    many = opened(
        lineage_strip(
            [Panel(number=n, picture=red(306), caption="much " * 30) for n in range(1, 8)]
        )
    )
    assert few.width < many.width <= 1_200
    assert many.height > 2 * few.height


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("JPEG", "RGB"), ("WEBP", "RGB")])
def test_a_thumbnail_fits_and_keeps_its_shape(tmp_path: Path, form: str, mode: str) -> None:
    Image.new(mode, (1600, 800), (*RED, 255)[: len(mode)]).save(tmp_path / "a", form)
    small = thumbnail(tmp_path / "a", 348)
    assert (small.size, small.mode) == ((348, 174), "RGB")
    assert is_near(small.getpixel((100, 100)), RED)


@pytest.mark.parametrize("data", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + b"\0" * 30])
def test_a_file_that_is_no_image_is_a_fault_of_the_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(OSError, match=r"\w"):
        thumbnail(tmp_path / "a", 348)


def test_lines_break_at_blanks_within_long_words_and_never_behind_a_sign() -> None:
    assert wrapped("steps 20 → 30 and more", 38, 230, 5)[0] == "steps 20"
    assert len(wrapped("雪の中の赤い狐と夕焼けの森" * 2, 38, 306, 5)) > 1
    assert wrapped("a " * 200, 38, 306, 2)[-1].endswith("…")
    assert wrapped("", 38, 306, 2) == []
