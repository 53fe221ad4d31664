"""Type and size of an image, read from its first bytes without decoding it."""

from dataclasses import dataclass

from bot.domain.request import OutputFormat

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PNG_BYTES = 24  # as far as the size in the first chunk
_WEBP_BYTES = 30  # as far as the size in each of its three kinds
_MARK = 0xFF
# Start-of-frame markers; C4, C8 and CC share their range and mean something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What the first bytes say."""

    format: OutputFormat
    width_px: int
    height_px: int


def image_header(data: bytes) -> ImageHeader | None:
    """Return what *data* begins as, None if it is no PNG, JPEG or WebP or is cut short."""
    if data.startswith(_PNG):
        return _png(data)
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _png(data: bytes) -> ImageHeader | None:
    if len(data) < _PNG_BYTES or data[12:16] != b"IHDR":
        return None
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return _header(OutputFormat.PNG, width, height)


def _jpeg(data: bytes) -> ImageHeader | None:
    """Walk the segments up to the frame, which holds the size."""
    at = 2
    while at + 9 <= len(data) and data[at] == _MARK:
        marker = data[at + 1]
        if marker == _MARK:  # padding
            at += 1
            continue
        if marker in _FRAMES:
            height, width = data[at + 5 : at + 7], data[at + 7 : at + 9]
            return _header(OutputFormat.JPEG, int.from_bytes(width), int.from_bytes(height))
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def _webp(data: bytes) -> ImageHeader | None:
    kind = data[12:16]
    if len(data) < _WEBP_BYTES:
        return None
    if kind == b"VP8X":
        width, height = _little(data[24:27]) + 1, _little(data[27:30]) + 1
    elif kind == b"VP8L":
        bits = _little(data[21:25])
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    else:
        return None
    return _header(OutputFormat.WEBP, width, height)


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _header(kind: OutputFormat, width_px: int, height_px: int) -> ImageHeader | None:
    return ImageHeader(kind, width_px, height_px) if width_px and height_px else None
