"""Reading a request's body: JSON, or multipart with ``payload_json`` and ``files[n]``."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from bot.sandbox.cdn import Upload
from bot.sandbox.refusals import invalid_form, invalid_json, too_large

_FILE_PART = re.compile(r"^files\[(\d)\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What came with a request; *json* is None if nothing did."""

    json: object = None
    files: Mapping[int, Upload] = field(default_factory=dict)


async def read_body(request: web.Request, *, most_bytes: int) -> Body:
    """Read the body; a file may have *most_bytes*.

    Raises:
        DiscordRefusal: It is no JSON, a part is strange, or a file is too large.
    """
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request, most_bytes)
    data = await request.read()
    return Body(json=_json(data) if data else None)


async def _read_multipart(request: web.Request, most_bytes: int) -> Body:
    payload: object = None
    files: dict[int, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise invalid_form("", "Multipart within multipart.")
        if part.name == "payload_json":
            payload = _json(bytes(await part.read(decode=True)))
        elif match := _FILE_PART.match(part.name or ""):
            files[int(match[1])] = Upload(
                filename=unquote(part.filename or "unknown"),
                data=await _file_bytes(part, most_bytes),
                content_type=part.headers.get("Content-Type"),
            )
        else:
            raise invalid_form(part.name or "", "Not a part that Discord knows.")
    return Body(json={} if payload is None else payload, files=files)


async def _file_bytes(part: BodyPartReader, most_bytes: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(1 << 16):
        data += chunk
        if len(data) > most_bytes:
            raise too_large()
    return bytes(data)


def _json(data: bytes) -> object:
    try:
        value: object = json.loads(data)
    except ValueError as error:
        raise invalid_json() from error
    return value
