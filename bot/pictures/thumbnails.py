"""Thumbnails, and what is written on them: the parts of contact sheets and strips."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from bot.pictures.fonts import drawable, fitted, font

GROUND = (43, 45, 49)
EMPTY = (30, 31, 34)
FAINT = (148, 155, 164)
INK = (242, 243, 245)
_SHADE = (0, 0, 0, 176)
_TOO_MANY_PX = 90_000_000  # nothing that we keep is larger; decoded it takes four bytes a pixel
_QUALITY = 84
_BINDING = "+−→·"  # noqa: RUF001 - a line does not end with a sign that belongs to the next word


def thumbnail(path: Path | BytesIO, side_px: int) -> Image.Image:
    """Return the image of a file, made to fit into a square. Takes its time: call it in a thread.

    Raises:
        OSError: There is no such file, or it holds no image that can be read.
    """
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > _TOO_MANY_PX:
                raise OSError("too large to be shown")
            opened.draft("RGB", (side_px, side_px))  # a JPEG is decoded smaller from the start
            opened.thumbnail((side_px, side_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
            return _flat(opened)
    except (ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise OSError(f"no image: {type(error).__name__}") from error


def encoded(picture: Image.Image) -> bytes:
    """Return *picture* as a small WebP."""
    out = BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=2)
    return out.getvalue()


def put(canvas: Image.Image, picture: Image.Image, corner: tuple[int, int], side_px: int) -> None:
    """Lay *picture* into the middle of a square."""
    x, y = corner
    left, top = (side_px - picture.width) // 2, (side_px - picture.height) // 2
    canvas.paste(picture, (x + left, y + top))


def badge(
    draw: ImageDraw.ImageDraw, text: str, corner: tuple[int, int], size_px: int, *, is_right: bool
) -> None:
    """Write *text* on a dark ground; *corner* is its upper left, or its lower right one."""
    face = font(size_px)
    pad = size_px // 4
    width, height = int(face.getlength(text)) + 2 * pad, int(size_px * 1.25)
    x, y = (corner[0] - width, corner[1] - height) if is_right else corner
    draw.rounded_rectangle((x, y, x + width, y + height), radius=pad, fill=_SHADE)
    middle = (x + width / 2, y + height / 2)
    draw.text(middle, text, font=face, fill=INK, anchor="mm", stroke_width=1, stroke_fill=INK)


def wrapped(text: str, size_px: int, width_px: int, most_lines: int) -> Sequence[str]:
    """Break *text* into lines that fit; what does not fit into the last one is cut."""
    face, shown = font(size_px), drawable(text)
    lines: list[str] = []
    while shown and len(lines) < most_lines - 1:
        if face.getlength(shown) <= width_px:
            break
        end = _fitting(shown, size_px, width_px)
        lines.append(shown[:end].rstrip())
        shown = shown[end:].lstrip()
    return [*lines, fitted(shown, size_px, width_px)] if shown else lines


def _fitting(text: str, size_px: int, width_px: int) -> int:
    """Return where to break: after the last blank that fits, else within the word."""
    face = font(size_px)
    end = 1
    while end < len(text) and face.getlength(text[: end + 1]) <= width_px:
        end += 1
    blank = text.rfind(" ", 0, end + 1)
    while blank > 0 and text[blank - 1] in _BINDING:
        blank = text.rfind(" ", 0, blank)
    return blank if blank > 0 else end


def _flat(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGB", seen.size, EMPTY)
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground
