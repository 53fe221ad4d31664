"""What a downloaded image is, read from its bytes and never from what the service says of it."""

import asyncio
import hashlib
import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from bot.errors import BadImage

_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """The facts of an image file."""

    content_type: str
    width_px: int
    height_px: int
    sha256: str


async def inspect(data: bytes) -> Inspected:
    """Read the header in a thread; that the rest is whole, the provider's download has checked.

    Raises:
        BadImage: No PNG, JPEG or WebP.
    """
    return await asyncio.to_thread(_inspect, data)


def _inspect(data: bytes) -> Inspected:
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_TYPES)) as image:
            width_px, height_px = image.size
            content_type = _TYPES[str(image.format)]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise BadImage(detail=f"{type(error).__name__} in {len(data)} bytes") from error
    return Inspected(
        content_type=content_type,
        width_px=width_px,
        height_px=height_px,
        sha256=hashlib.sha256(data).hexdigest(),
    )
