"""Avatars: a disc of one colour for each user, drawn as a PNG without a picture library."""

import colorsys
import struct
import zlib
from functools import lru_cache

_SIZE_PX = 64


@lru_cache(maxsize=64)
def avatar_png(user_id: int) -> bytes:
    """Return the avatar of a user, the same each time."""
    # Ids are near 2**60: as floats, neighbours would all be of one colour.
    hue = user_id * 137 % 1000 / 1000
    red, green, blue = (int(255 * part) for part in colorsys.hsv_to_rgb(hue, 0.55, 0.9))
    centre = (_SIZE_PX - 1) / 2
    rows = bytearray()
    for y in range(_SIZE_PX):
        rows.append(0)  # no filter
        for x in range(_SIZE_PX):
            is_inside = (x - centre) ** 2 + (y - centre) ** 2 <= (_SIZE_PX / 2) ** 2
            rows += bytes((red, green, blue, 255 if is_inside else 0))
    header = struct.pack(">IIBBBBB", _SIZE_PX, _SIZE_PX, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(rows)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
