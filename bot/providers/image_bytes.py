"""What downloaded bytes are: PNG, JPEG or WebP by their first bytes, whole, and of a sane size."""

import struct
import zlib
from io import BytesIO

from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from bot.errors import BadImage
from bot.providers.bad_images import ImageTooLarge

MAX_PIXELS = 4096 * 4096  # V3's largest hires target

# Pillow raises all of these on malformed files, depending on where they are broken.
_MALFORMED = (
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    TypeError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


def sniffed_type(data: bytes) -> str | None:
    """Return the MIME type that the first bytes say, or None if it is not one of the three."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def verify_image(data: bytes, max_pixels: int = MAX_PIXELS) -> None:
    """Decode *data* to its end, after its header has promised at most *max_pixels*.

    Blocks for as long as decoding takes; call it in a thread.

    Raises:
        BadImage: Not one of the three types, too many pixels, or broken off.
    """
    kind = sniffed_type(data)
    if kind is None:
        raise BadImage(detail=f"{len(data)} bytes that are no image")
    try:
        if kind == "image/webp":  # its plugin takes the memory while it opens
            _check_pixels(_webp_size_px(data), max_pixels)
        with _opened(kind, data) as image:
            _check_pixels(image.size, max_pixels)
            image.load()
    except _MALFORMED as error:
        raise BadImage(detail=f"{kind}: {type(error).__name__}") from None


def _opened(kind: str, data: bytes) -> Image.Image:
    """Read the header only; ``Image.open`` would warn of sizes that are refused here anyway."""
    if kind == "image/png":
        return PngImagePlugin.PngImageFile(BytesIO(data))
    if kind == "image/jpeg":
        return JpegImagePlugin.JpegImageFile(BytesIO(data))
    return WebPImagePlugin.WebPImageFile(BytesIO(data))


def _check_pixels(size_px: tuple[int, int], max_pixels: int) -> None:
    width_px, height_px = size_px
    if not 0 < width_px * height_px <= max_pixels:
        raise ImageTooLarge(detail=f"{width_px}x{height_px} pixels")


def _webp_size_px(data: bytes) -> tuple[int, int]:
    """Read the canvas from the first chunk: extended, lossless or lossy."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        return width, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF
