"""A finished image as a picture to be made from: reduced where services take none so large."""

from io import BytesIO

from PIL import Image

from bot.domain.image_header import image_header
from bot.domain.input_image import (
    MAX_PIXELS,
    MAX_SIZE_BYTES,
    InputImage,
    check_input_image,
)
from bot.domain.ranges import MAX_SIDE_PX

_QUALITIES = (95, 85, 70)


def reduced_image(name: str, data: bytes) -> InputImage:
    """Return the image *name* as a picture that every service takes; decodes it, so use a thread.

    Too many pixels: at most 2048 a side are left. Too many bytes: it becomes a JPEG.

    Raises:
        InvalidRequest: It cannot be read.
    """
    header = image_header(data)
    is_huge = header is not None and header.width_px * header.height_px > MAX_PIXELS
    if header is not None and (is_huge or len(data) > MAX_SIZE_BYTES):
        data = _smaller(data, is_huge=is_huge)
    return check_input_image("image", name, data)


def _smaller(data: bytes, *, is_huge: bool) -> bytes:
    with Image.open(BytesIO(data)) as image:
        picture = image.convert("RGB")
    if is_huge:
        picture.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS)
    for quality in _QUALITIES:
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality)
        if out.tell() <= MAX_SIZE_BYTES:
            break
    return out.getvalue()
