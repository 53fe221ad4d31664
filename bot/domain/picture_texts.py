"""The text that other tools write into pictures: found by walking the file, never decoded.

A stranger's file is walked here: nothing is unpacked beyond 64 kB, and nothing in it raises.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from bot.domain.exif_comment import jpeg_comment, webp_comment

MAX_TEXT_BYTES = 64 * 1024
_MOST_CHUNKS = 10_000  # a PNG of 10 MB whose picture is in parts of 8 kB has 1,300
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_HEAD_BYTES = 8  # of a chunk: its length and its kind
_CRC_BYTES = 4
_PARAMETERS = b"parameters"
_COMFY = frozenset({b"prompt", b"workflow"})
_LONGEST_KEY = 79
_TEXT_KINDS = frozenset({b"tEXt", b"zTXt", b"iTXt"})


class Trouble(Enum):
    """Why a text that is there cannot be read."""

    DAMAGED = "damaged"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTexts:
    """``parameters`` is what A1111 and its kin write; of ComfyUI's graph only that it is there."""

    parameters: str | None = None
    has_comfy_graph: bool = False
    trouble: Trouble | None = None


class _Damaged(Exception):
    """The file breaks off, or says what cannot be."""


class _TooLong(Exception):
    """Unpacked, the text is longer than anybody types."""


def picture_texts(data: bytes) -> PictureTexts:
    """Return what tools have written into a PNG, JPEG or WebP; call it in a thread."""
    try:
        if data.startswith(_PNG):
            return _of_png(data)
        comment = None
        if data.startswith(_JPEG):
            comment = jpeg_comment(data, MAX_TEXT_BYTES)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            comment = webp_comment(data, MAX_TEXT_BYTES)
    except _Damaged:
        return PictureTexts(trouble=Trouble.DAMAGED)
    except _TooLong:
        return PictureTexts(trouble=Trouble.TOO_LONG)
    return PictureTexts(parameters=comment)


def _of_png(data: bytes) -> PictureTexts:
    parameters, has_comfy_graph = None, False
    for kind, body in islice(_chunks(data), _MOST_CHUNKS):
        if kind not in _TEXT_KINDS:
            continue
        key, zero, _rest = bytes(body[: _LONGEST_KEY + 1]).partition(b"\0")
        if not zero:
            raise _Damaged
        has_comfy_graph = has_comfy_graph or key in _COMFY
        if key == _PARAMETERS and parameters is None:
            parameters = _text(kind, body[len(key) + 1 :])
    return PictureTexts(parameters=parameters, has_comfy_graph=has_comfy_graph)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    view, at = memoryview(data), len(_PNG)
    while at + _HEAD_BYTES <= len(data):
        length = int.from_bytes(view[at : at + 4])
        kind = bytes(view[at + 4 : at + _HEAD_BYTES])
        end = at + _HEAD_BYTES + length
        if end + _CRC_BYTES > len(data):
            raise _Damaged
        if kind == b"IEND":
            return
        yield kind, view[at + _HEAD_BYTES : end]
        at = end + _CRC_BYTES


def _text(kind: bytes, body: memoryview) -> str:
    if kind == b"tEXt":
        return _decoded(_bounded(body), "latin-1")
    if kind == b"zTXt":
        if bytes(body[:1]) != b"\0":  # the only way of packing that there is
            raise _Damaged
        return _decoded(_unpacked(body[1:]), "latin-1")
    return _international(body)


def _international(body: memoryview) -> str:
    if len(body) < 2 or body[0] > 1 or (body[0] == 1 and body[1] != 0):  # noqa: PLR2004
        raise _Damaged
    # A language and a translated key come first, each short and ended by a zero.
    head = bytes(body[2 : 2 + 4 * _LONGEST_KEY])
    language, zero, rest = head.partition(b"\0")
    translated, second_zero, _start = rest.partition(b"\0")
    if not zero or not second_zero:
        raise _Damaged
    text = body[2 + len(language) + 1 + len(translated) + 1 :]
    return _decoded(_unpacked(text) if body[0] else _bounded(text), "utf-8")


def _bounded(body: memoryview) -> bytes:
    if len(body) > MAX_TEXT_BYTES:
        raise _TooLong
    return bytes(body)


def _unpacked(body: memoryview) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(body, MAX_TEXT_BYTES + 1)
    except zlib.error:
        raise _Damaged from None
    if len(text) > MAX_TEXT_BYTES:
        raise _TooLong
    if not unpacking.eof:
        raise _Damaged
    return text


def _decoded(text: bytes, encoding: str) -> str:
    try:
        return text.decode(encoding)
    except UnicodeDecodeError:
        raise _Damaged from None
