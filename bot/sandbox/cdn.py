"""The CDN's store: files with signed links that expire."""

import hashlib
import hmac
import mimetypes
import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.sandbox.addresses import Addresses
from bot.sandbox.payloads import Payload, without_nulls
from bot.sandbox.picture_size import picture_size_px
from bot.sandbox.snowflakes import Snowflakes
from bot.timing import Time

_RETIRED_BYTES = 256 * 1024 * 1024
_UNSAFE = re.compile(r"[^\w.\-]")
_WEBP_TYPES = {".webp": "image/webp"}  # not in every system's table


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file on its way in.

    Attributes:
        content_type: What the sender called it, or None.
        description: The alternative text, or None.
    """

    filename: str
    data: bytes
    content_type: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a message or of an option; its bytes are with the CDN."""

    id: int
    folder_id: int
    filename: str
    size: int
    content_type: str | None
    size_px: tuple[int, int] | None
    description: str | None = None
    is_ephemeral: bool = False

    def described(self, description: str | None) -> "StoredFile":
        """Return the same file with another alternative text."""
        return replace(self, description=description)


class Cdn:
    """Keeps bytes, makes links that expire, and answers them."""

    def __init__(
        self,
        time: Time,
        snowflakes: Snowflakes,
        addresses: Addresses,
        link_lifetime_s: float,
    ) -> None:
        self._time = time
        self._snowflakes = snowflakes
        self._addresses = addresses
        self._link_lifetime_s = link_lifetime_s
        self._key = secrets.token_bytes(32)
        self._files: dict[int, tuple[StoredFile, bytes]] = {}
        self._retired: OrderedDict[int, int] = OrderedDict()
        self._retired_bytes = 0

    def store(self, upload: Upload, folder_id: int, *, is_ephemeral: bool = False) -> StoredFile:
        """Keep a file under the channel *folder_id* and return what is known about it."""
        filename = safe_filename(upload.filename)
        file = StoredFile(
            id=self._snowflakes.new(),
            folder_id=folder_id,
            filename=filename,
            size=len(upload.data),
            content_type=_content_type(filename, upload.content_type),
            size_px=picture_size_px(upload.data),
            description=upload.description,
            is_ephemeral=is_ephemeral,
        )
        self._files[file.id] = (file, upload.data)
        return file

    def retire(self, file: StoredFile) -> None:
        """Let go of a file that no message shows any more.

        The newest of these stay for a while: whoever just read their link may still fetch it.
        """
        self._retired[file.id] = file.size
        self._retired_bytes += file.size
        while self._retired_bytes > _RETIRED_BYTES:
            file_id, size = self._retired.popitem(last=False)
            self._retired_bytes -= size
            self._files.pop(file_id, None)

    def link(self, file: StoredFile) -> str:
        """Return a link to the file, signed now."""
        now_s = int(self._time.now().timestamp())
        expires, issued = f"{now_s + int(self._link_lifetime_s):x}", f"{now_s:x}"
        folder = "ephemeral-attachments" if file.is_ephemeral else "attachments"
        path = f"/{folder}/{file.folder_id}/{file.id}/{file.filename}"
        mark = self._signature(file.id, expires, issued)
        return f"{self._addresses.cdn_url}{path}?ex={expires}&is={issued}&hm={mark}"

    def attachment(self, file: StoredFile) -> Payload:
        """Return the attachment object, with a fresh link."""
        width, height = file.size_px or (None, None)
        link = self.link(file)
        payload = without_nulls(
            {
                "id": str(file.id),
                "filename": file.filename,
                "size": file.size,
                "url": link,
                "proxy_url": link,
                "width": width,
                "height": height,
                "content_type": file.content_type,
                "description": file.description,
            }
        )
        return {**payload, "ephemeral": True} if file.is_ephemeral else payload

    def open(self, file_id: int, query: Mapping[str, str]) -> tuple[StoredFile, bytes] | None:
        """Return the file for a link's query, or None if the link is wrong or has expired."""
        expires, issued = query.get("ex", ""), query.get("is", "")
        if not hmac.compare_digest(
            self._signature(file_id, expires, issued).encode(), query.get("hm", "").encode()
        ):
            return None
        if int(expires, 16) <= self._time.now().timestamp():
            return None
        return self._files.get(file_id)

    def data(self, url: str) -> bytes:
        """Return the bytes behind one of our links, whatever its age.

        Raises:
            KeyError: It is no link of ours, or the file is gone.
        """
        return self._files[int(urlsplit(url).path.split("/")[-2])][1]

    def _signature(self, file_id: int, expires: str, issued: str) -> str:
        text = f"{file_id}:{expires}:{issued}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


def safe_filename(filename: str) -> str:
    """Return the name as Discord keeps it: no spaces, no signs that links need."""
    return _UNSAFE.sub("", filename.replace(" ", "_")) or "unknown"


def _content_type(filename: str, given: str | None) -> str | None:
    if given and given != "application/octet-stream":
        return given
    suffix = "." + filename.rpartition(".")[2].lower()
    return _WEBP_TYPES.get(suffix) or mimetypes.types_map.get(suffix)
