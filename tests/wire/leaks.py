"""Finding secrets: in any form in which they could be written, and without repeating them."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote

_BEFORE = 40
# A sandbox in another process keeps its token to itself, but all of them look like this.
_SANDBOX_TOKEN = re.compile(rb"sandbox\.[0-9a-f]{8}\.[0-9a-f]{24}")
_SHORTEST = 16  # half of it must still be unlike anything else


class Kind(StrEnum):
    """What a secret is for."""

    BOT_TOKEN = "bot token"
    STUDIO_KEY = "key of the image service"
    INTERACTION = "interaction token"


@dataclass(frozen=True, slots=True)
class Secret:
    """One value that must not be seen."""

    kind: Kind
    value: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.value) < _SHORTEST:
            raise ValueError(f"a {self.kind} of under {_SHORTEST} characters is no good mark")

    def forms(self) -> Iterator[bytes]:
        """Yield how it may stand in a text; a half is as bad as the whole."""
        middle = len(self.value) // 2
        for part in (self.value[:middle], self.value[middle:]):
            yield part.encode()
            yield quote(part, safe="").encode()
            yield json.dumps(part)[1:-1].encode()
        yield base64.b64encode(self.value.encode()).rstrip(b"=")
        yield base64.urlsafe_b64encode(self.value.encode()).rstrip(b"=")


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret where it does not belong; *before* is what stands in front of it."""

    place: str
    kind: Kind
    before: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}, after {self.before!r}"


def search(place: str, content: bytes | str, secrets: Iterable[Secret]) -> list[Leak]:
    """Return each secret that stands in *content*, once."""
    data = content.encode() if isinstance(content, str) else content
    known = list(secrets)
    leaks = []
    for secret in known:
        found = [at for form in set(secret.forms()) if (at := data.find(form)) >= 0]
        if found:
            leaks.append(Leak(place, secret.kind, _before(data, min(found), known)))
    token = _SANDBOX_TOKEN.search(data)
    if token is not None and not any(leak.kind is Kind.BOT_TOKEN for leak in leaks):
        is_known = any(secret.value.encode() == token.group() for secret in known)
        if not is_known:
            leaks.append(Leak(place, Kind.BOT_TOKEN, _before(data, token.start(), known)))
    return leaks


def _before(data: bytes, at: int, secrets: Iterable[Secret]) -> str:
    """Return what stands in front of *at*, with other secrets blacked out."""
    piece = data[max(0, at - _BEFORE) : at]
    for secret in secrets:
        for form in secret.forms():
            piece = piece.replace(form, b"...")
    return piece.decode("utf-8", "replace")
