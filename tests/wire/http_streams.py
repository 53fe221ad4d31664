"""What a client sent over one connection, taken apart: HTTP/1.1 requests, then perhaps frames."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD_END = b"\r\n\r\n"
_CHUNK = re.compile(rb"([0-9a-fA-F]+)[^\r\n]*\r\n")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it was sent; *frames* are the texts of a websocket that it opened."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    frames: tuple[bytes, ...] = ()


def requests_in(stream: bytes) -> Iterator[Sent]:
    """Yield every request of *stream*; one that was cut off is yielded as far as it came."""
    while stream:
        head, _, rest = stream.partition(_HEAD_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target = (*first.split(" "), "", "")[:2]
        pairs = (line.partition(":") for line in lines)
        headers = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
        named = dict(headers)
        if named.get("upgrade", "").lower() == "websocket":
            yield Sent(method, target, headers, b"", tuple(_frames(rest)))
            return
        if "chunked" in named.get("transfer-encoding", ""):
            body, stream = _chunked(rest)
        else:
            length = int(named.get("content-length", "0"))
            body, stream = rest[:length], rest[length:]
        yield Sent(method, target, headers, body)


def _chunked(rest: bytes) -> tuple[bytes, bytes]:
    body = b""
    while (size := _CHUNK.match(rest)) is not None:
        length = int(size[1], 16)
        rest = rest[size.end() :]
        body += rest[:length]
        rest = rest[length:].removeprefix(b"\r\n")
        if not length:
            return body, rest
    return body + rest, b""


def _frames(rest: bytes) -> Iterator[bytes]:
    """Yield the contents of a client's frames, which are masked."""
    while len(rest) >= 6:
        length, at = rest[1] & 0x7F, 2
        if length >= 126:
            width = 2 if length == 126 else 8
            length, at = int.from_bytes(rest[2 : 2 + width], "big"), 2 + width
        mask = rest[at : at + 4]
        content = rest[at + 4 : at + 4 + length]
        yield bytes(byte ^ mask[index % 4] for index, byte in enumerate(content))
        rest = rest[at + 4 + length :]
