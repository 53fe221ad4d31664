"""The strip of a lineage: from the first image to the last, with arrows, and the changes named."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.pictures.fonts import font
from bot.pictures.thumbnails import EMPTY, FAINT, GROUND, INK, badge, encoded, put, wrapped

SIDE_PX = 306
COLUMNS = 3
MOST_PANELS = 9
_ARROW_PX = 45
_MARGIN_PX = 12
_NUMBER_PX, _TEXT_PX, _LINE_PX = 52, 38, 46
_MOST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One step. Without a picture, *note* stands in its place; *number* None: of several steps."""

    number: int | None
    picture: Image.Image | None = None
    note: str = ""
    caption: str = ""


def lineage_strip(panels: Sequence[Panel]) -> bytes:
    """Return a WebP that shows *panels*. Takes a tenth of a second: call it in a thread.

    Raises:
        ValueError: There is none, or there are too many.
    """
    if not 0 < len(panels) <= MOST_PANELS:
        raise ValueError(f"a strip shows 1 to {MOST_PANELS} panels")
    rows = [panels[first : first + COLUMNS] for first in range(0, len(panels), COLUMNS)]
    captions = [[_lines(panel.caption) for panel in row] for row in rows]
    heights = [_height(lines) for lines in captions]
    step = _ARROW_PX + SIDE_PX
    columns = min(COLUMNS, len(panels))
    size = (columns * step + _MARGIN_PX + _ARROW_PX, sum(heights) + _MARGIN_PX)
    canvas = Image.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(canvas, "RGBA")
    top = _MARGIN_PX
    for row_number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        for column, panel in enumerate(row):
            corner = (column * step + _ARROW_PX, top)
            if row_number or column:
                _arrow(draw, corner[0] - _ARROW_PX, top + SIDE_PX // 2)
            _draw(canvas, draw, panel, corner, captions[row_number][column])
        top += height
    return encoded(canvas)


def _lines(caption: str) -> Sequence[str]:
    return wrapped(caption, _TEXT_PX, SIDE_PX, _MOST_LINES) if caption else ()


def _height(captions: Sequence[Sequence[str]]) -> int:
    return SIDE_PX + _LINE_PX * max(len(lines) for lines in captions) + 3 * _MARGIN_PX


def _arrow(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    left, right = x + 8, x + _ARROW_PX - 8
    draw.line((left, y, right - 8, y), fill=FAINT, width=6)
    draw.polygon(((right - 16, y - 14), (right, y), (right - 16, y + 14)), fill=FAINT)


def _draw(
    canvas: Image.Image,
    draw: ImageDraw.ImageDraw,
    panel: Panel,
    corner: tuple[int, int],
    caption: Sequence[str],
) -> None:
    x, y = corner
    draw.rectangle((x, y, x + SIDE_PX - 1, y + SIDE_PX - 1), fill=EMPTY)
    if panel.picture is not None:
        put(canvas, panel.picture, corner, SIDE_PX)
    else:
        draw.multiline_text(
            (x + SIDE_PX / 2, y + SIDE_PX / 2 + (_NUMBER_PX / 3 if panel.number else 0)),
            "\n".join(wrapped(panel.note, _TEXT_PX, SIDE_PX - 4 * _MARGIN_PX, 5)),
            font=font(_TEXT_PX),
            fill=FAINT,
            anchor="mm",
            align="center",
        )
    if panel.number is not None:
        badge(draw, str(panel.number), (x + 8, y + 8), _NUMBER_PX, is_right=False)
    for number, line in enumerate(caption):
        place = (x, y + SIDE_PX + _MARGIN_PX + number * _LINE_PX)
        draw.text(place, line, font=font(_TEXT_PX), fill=INK)
