"""The contact sheet: numbered thumbnails in one picture, three beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.fonts import font
from bot.pictures.thumbnails import EMPTY, FAINT, GROUND, badge, encoded, put, wrapped

TILE_PX = 348
COLUMNS = 3
MOST_TILES = 9
_GAP_PX = 9
_NUMBER_PX, _COUNT_PX, _NOTE_PX = 64, 44, 42
_INSET_PX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One place of the sheet; without a picture, *note* says why.

    *count*: of how many images this is the first.
    """

    number: int
    picture: Image.Image | None
    note: str = ""
    count: int = 1


def contact_sheet(tiles: Sequence[Tile]) -> bytes:
    """Return a WebP that shows *tiles*. Takes a tenth of a second: call it in a thread.

    Raises:
        ValueError: There is none, or there are too many.
    """
    if not 0 < len(tiles) <= MOST_TILES:
        raise ValueError(f"a sheet shows 1 to {MOST_TILES} tiles")
    columns = min(COLUMNS, len(tiles))
    rows = -(-len(tiles) // COLUMNS)
    step = TILE_PX + _GAP_PX
    canvas = Image.new("RGB", (columns * step + _GAP_PX, rows * step + _GAP_PX), GROUND)
    draw = ImageDraw.Draw(canvas, "RGBA")
    for place, tile in enumerate(tiles):
        row, column = divmod(place, COLUMNS)
        _draw(canvas, draw, tile, (_GAP_PX + column * step, _GAP_PX + row * step))
    return encoded(canvas)


def _draw(
    canvas: Image.Image, draw: ImageDraw.ImageDraw, tile: Tile, corner: tuple[int, int]
) -> None:
    x, y = corner
    draw.rectangle((x, y, x + TILE_PX - 1, y + TILE_PX - 1), fill=EMPTY)
    if tile.picture is not None:
        put(canvas, tile.picture, corner, TILE_PX)
    else:
        lines = wrapped(tile.note, _NOTE_PX, TILE_PX - 4 * _INSET_PX, 4)
        draw.multiline_text(
            (x + TILE_PX / 2, y + TILE_PX / 2 + _NUMBER_PX / 3),
            "\n".join(lines),
            font=font(_NOTE_PX),
            fill=FAINT,
            anchor="mm",
            align="center",
        )
    badge(draw, str(tile.number), (x + _INSET_PX, y + _INSET_PX), _NUMBER_PX, is_right=False)
    if tile.count > 1:
        lower = (x + TILE_PX - _INSET_PX, y + TILE_PX - _INSET_PX)
        badge(draw, f"×{tile.count}", lower, _COUNT_PX, is_right=True)
