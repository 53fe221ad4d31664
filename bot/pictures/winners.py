"""The final picture: the winner large in gold, then silver and bronze, then who came after."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from bot.pictures.fonts import fitted, font
from bot.pictures.thumbnails import EMPTY, FAINT, GROUND, INK, badge, encoded, wrapped

LARGE_PX = 840
MOST_PLACES = 9
_WIDTH_PX = 1080
_GAP_PX = 15
_FRAME_PX = 9
_MEDALS = ((239, 191, 74), (196, 202, 209), (205, 127, 80))
_MEDAL_INKS = ((92, 64, 0), (60, 66, 72), (74, 36, 12))
_SHADE = (24, 25, 28)
_IN_ROWS = (1, 3, 6, 9)  # one place, then two beside each other, then three and three
_LEAST_SIDE_PX = 420  # of the winner, however wide its image is


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry. ``medal`` is 1 to 3 for gold to bronze, None for no medal.

    Without a picture, *note* says why. *caption* names author and votes.
    """

    number: int
    picture: Image.Image | None
    caption: str = ""
    note: str = ""
    medal: int | None = None


def winners_picture(places: Sequence[Place]) -> bytes:
    """Return a WebP that shows *places*, the winner first. Takes a while: call it in a thread.

    Raises:
        ValueError: There is none, or there are too many.
    """
    if not 0 < len(places) <= MOST_PLACES:
        raise ValueError(f"the final picture shows 1 to {MOST_PLACES} places")
    ends = [min(end, len(places)) for end in _IN_ROWS]
    rows = [places[:1], *(places[first:end] for first, end in pairwise(ends) if first < end)]
    boxes = [_box(row, is_first=number == 0) for number, row in enumerate(rows)]
    height_px = _GAP_PX + sum(box[1] + _caption_px(box) + _GAP_PX for box in boxes)
    canvas = Image.new("RGB", (_WIDTH_PX, height_px), GROUND)
    draw = ImageDraw.Draw(canvas, "RGBA")
    top = _GAP_PX
    for row, box in zip(rows, boxes, strict=True):
        left = (_WIDTH_PX - len(row) * box[0] - (len(row) - 1) * _GAP_PX) // 2
        for column, place in enumerate(row):
            _draw(canvas, draw, place, (left + column * (box[0] + _GAP_PX), top), box)
        top += box[1] + _caption_px(box) + _GAP_PX
    return encoded(canvas)


def _box(row: Sequence[Place], *, is_first: bool) -> tuple[int, int]:
    """Return width and height of each place in a row."""
    if is_first:
        width = _WIDTH_PX - 2 * _GAP_PX
        inner = _LEAST_SIDE_PX
        if (picture := row[0].picture) is not None:
            fits = min(LARGE_PX / picture.height, (width - 2 * _FRAME_PX) / picture.width)
            inner = max(inner, int(picture.height * fits))
        return width, inner + 2 * _FRAME_PX
    columns = 2 if any(place.medal for place in row) and len(row) <= 2 else 3  # noqa: PLR2004
    side = (_WIDTH_PX - (columns + 1) * _GAP_PX) // columns
    return side, side


def _caption_px(box: tuple[int, int]) -> int:
    return _text_px(box) * 3 // 2


def _text_px(box: tuple[int, int]) -> int:
    return max(34, min(46, box[0] // 12))


def _draw(
    canvas: Image.Image,
    draw: ImageDraw.ImageDraw,
    place: Place,
    corner: tuple[int, int],
    box: tuple[int, int],
) -> None:
    x, y = corner
    width, height = box
    size, caption_px = _text_px(box), _caption_px(box)
    medal = None if place.medal is None else _MEDALS[place.medal - 1]
    ground = _SHADE if medal is None else medal
    draw.rounded_rectangle((x, y, x + width, y + height + caption_px), radius=14, fill=ground)
    frame = _FRAME_PX
    inner = (x + frame, y + frame, x + width - frame, y + height - frame)
    _lay(canvas, draw, place, inner)
    badge(draw, str(place.number), (inner[0] + 8, inner[1] + 8), size + 12, is_right=False)
    if place.medal is not None:
        _medal(draw, place.medal, (inner[2] - size - 14, inner[1] + size + 14), size)
    ink = INK if place.medal is None else _MEDAL_INKS[place.medal - 1]
    words = fitted(place.caption, size, width - 4 * frame)
    middle = (x + width / 2, y + height + caption_px / 2 - frame / 2)
    draw.text(middle, words, font=font(size), fill=ink, anchor="mm")


def _lay(
    canvas: Image.Image,
    draw: ImageDraw.ImageDraw,
    place: Place,
    inner: tuple[int, int, int, int],
) -> None:
    """Lay the picture into *inner*; what it leaves empty is filled with itself, out of focus."""
    left, top, right, bottom = inner
    width, height = right - left, bottom - top
    draw.rectangle((left, top, right - 1, bottom - 1), fill=EMPTY)
    if place.picture is None:
        draw.multiline_text(
            (left + width / 2, top + height / 2),
            "\n".join(wrapped(place.note, 40, width - 40, 4)),
            font=font(40),
            fill=FAINT,
            anchor="mm",
            align="center",
        )
        return
    picture = ImageOps.contain(place.picture, (width, height), Image.Resampling.LANCZOS)
    if picture.size != (width, height):
        small = place.picture.resize((max(1, width // 12), max(1, height // 12)))
        blurred = small.filter(ImageFilter.GaussianBlur(3)).point(lambda value: value * 0.55)
        canvas.paste(blurred.resize((width, height), Image.Resampling.BICUBIC), (left, top))
    canvas.paste(
        picture, (left + (width - picture.width) // 2, top + (height - picture.height) // 2)
    )


def _medal(draw: ImageDraw.ImageDraw, medal: int, centre: tuple[int, int], radius: int) -> None:
    x, y = centre
    colour, ink = _MEDALS[medal - 1], _MEDAL_INKS[medal - 1]
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=colour, outline=ink, width=4
    )
    draw.text(centre, str(medal), font=font(radius + radius // 3), fill=ink, anchor="mm")
