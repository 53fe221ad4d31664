"""What a downloaded image is, read from its bytes and never from what the service says of it."""

import asyncio
import hashlib
import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from bot.errors import BadImage

_MAX_PIXELS = 4096 * 4096  # the largest that can be asked for: 2048 px, enlarged twice
_FORMATS = ("PNG", "JPEG", "WEBP")
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """The facts of an image file."""

    content_type: str
    width_px: int
    height_px: int
    sha256: str


async def inspect(data: bytes) -> Inspected:
    """Decode the whole image in a thread, so that a truncated file is found before it is shown.

    Raises:
        BadImage: No PNG, JPEG or WebP, damaged, or of more pixels than anyone can ask for.
    """
    return await asyncio.to_thread(_inspect, data)


def _inspect(data: bytes) -> Inspected:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width_px, height_px = image.size
            if width_px * height_px > _MAX_PIXELS:
                raise BadImage(detail=f"{width_px}x{height_px} pixels")
            image.load()
            content_type = _TYPES[str(image.format)]
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,  # raised where warnings are errors, as in the tests
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise BadImage(detail=f"{type(error).__name__} in {len(data)} bytes") from error
    return Inspected(
        content_type=content_type,
        width_px=width_px,
        height_px=height_px,
        sha256=hashlib.sha256(data).hexdigest(),
    )
