"""Width and height of a picture, read from its first bytes without decoding it.

Decoding would need a thread, and a decoder that survives pictures made to break it.
"""

import struct

_JPEG_MARK = 0xFF
_JPEG_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB})


def picture_size_px(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels, or None if *data* is no picture that we know."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _pair(">II", data, 16)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return _pair("<HH", data, 6)
        if data.startswith(b"\xff\xd8"):
            return _jpeg_size_px(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp_size_px(data)
    except (struct.error, IndexError):
        return None  # cut off before its size
    return None


def _pair(form: str, data: bytes, offset: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, data, offset)
    return int(first), int(second)


def _jpeg_size_px(data: bytes) -> tuple[int, int] | None:
    offset = 2
    while data[offset] == _JPEG_MARK:
        marker = data[offset + 1]
        if marker in _JPEG_SIZES:
            height, width = _pair(">HH", data, offset + 5)
            return width, height
        offset += 2 + int(struct.unpack_from(">H", data, offset + 2)[0])
    return None


def _webp_size_px(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        wide, high = struct.unpack_from("<3s3s", data, 24)
        return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
    if kind == b"VP8L":
        bits = int(struct.unpack_from("<I", data, 21)[0])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = _pair("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None
