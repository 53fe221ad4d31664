"""The user's comment in the EXIF of a JPEG or WebP, where tools write what PNGs have as text.

Only as many steps are made as the format needs; what is damaged is as if it were not there.
"""

import struct
from collections.abc import Iterator

_EXIF = b"Exif\0\0"
_APP1, _SCAN, _END = 0xE1, 0xDA, 0xD9
_MARK = 0xFF
_EXIF_POINTER, _USER_COMMENT = 0x8769, 0x9286
_LONG = 4
_BYTES = frozenset({1, 7})  # the standard says 7, some writers 1
_MOST_ENTRIES = 512
_ENTRY_BYTES = 12
_CODE_BYTES = 8  # the comment begins with the name of its encoding
_MOST_SEGMENTS = 1_000


def jpeg_comment(data: bytes, most_bytes: int) -> str | None:
    """Return the comment, None if there is none of at most *most_bytes*."""
    at = 2
    for _segment in range(_MOST_SEGMENTS):
        if at + 4 > len(data) or data[at] != _MARK or data[at + 1] in {_SCAN, _END}:
            return None
        length = int.from_bytes(data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        if data[at + 1] == _APP1 and body.startswith(_EXIF):
            return _comment(body[len(_EXIF) :], most_bytes)
        at += 2 + max(2, length)
    return None


def webp_comment(data: bytes, most_bytes: int) -> str | None:
    """Return the comment, None if there is none of at most *most_bytes*."""
    at = 12
    for _chunk in range(_MOST_SEGMENTS):
        if at + 8 > len(data):
            return None
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"EXIF":
            return _comment(data[at + 8 : at + 8 + length].removeprefix(_EXIF), most_bytes)
        at += 8 + length + length % 2
    return None


def _comment(tiff: bytes, most_bytes: int) -> str | None:
    """Follow the two tables to the comment."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:  # noqa: PLR2004 - the head of every TIFF
        return None
    first = struct.unpack_from(f"{order}I", tiff, 4)[0]
    for tag, kind, _count, value in _entries(tiff, order, first):
        if (tag, kind) == (_EXIF_POINTER, _LONG):
            for inner, inner_kind, count, offset in _entries(tiff, order, value):
                is_comment = inner == _USER_COMMENT and inner_kind in _BYTES
                if is_comment and count <= most_bytes:
                    return _decoded(tiff[offset : offset + count], order)
    return None


def _entries(tiff: bytes, order: str, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield tag, kind, count and value, or where it lies, of one table."""
    if at + 2 > len(tiff):
        return
    count = min(_MOST_ENTRIES, struct.unpack_from(f"{order}H", tiff, at)[0])
    for start in range(at + 2, at + 2 + count * _ENTRY_BYTES, _ENTRY_BYTES):
        if start + _ENTRY_BYTES > len(tiff):
            return
        yield struct.unpack_from(f"{order}HHII", tiff, start)


def _decoded(comment: bytes, order: str) -> str | None:
    code, text = comment[:_CODE_BYTES], comment[_CODE_BYTES:]
    if code == b"UNICODE\0":
        # Many write it big-endian whatever the file is; names of settings have Latin letters.
        upper, lower = text[::2].count(0), text[1::2].count(0)
        is_big = order == ">" if upper == lower else upper > lower
        return _text(text, "utf-16-be" if is_big else "utf-16-le")
    if code in {b"ASCII\0\0\0", b"\0" * _CODE_BYTES}:
        return _text(text, "utf-8")
    return None


def _text(text: bytes, encoding: str) -> str | None:
    try:
        return text.decode(encoding).strip("\0 \n") or None
    except UnicodeDecodeError:
        return None
