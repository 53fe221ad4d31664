"""Finding secrets: in any form in which they could be written, and without repeating them."""

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote

_BEFORE = 40
# A sandbox in another process keeps its token to itself, but all of them look like this.
_SANDBOX_TOKEN = re.compile(rb"sandbox\.[0-9a-f]{8}\.[0-9a-f]{24}")
_LONG_WORD = re.compile(rb"[^\s\"'<>(){},:]{8,}")
_SHORTEST = 24  # a third of it must still be unlike anything else


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


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret where it does not belong; *before* is what stands in front of it."""

    place: str
    kind: Kind
    before: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind}, after {self.before!r}"


@lru_cache(maxsize=10_000)  # hundreds of tokens are looked for in thousands of places
def _forms(secret: Secret) -> frozenset[bytes]:
    """Return how it may stand in a text; a third of it is as bad as the whole."""
    value, third = secret.value, len(secret.value) // 3
    parts = (value[:third], value[third : 2 * third], value[2 * third :])
    written = {
        form.encode()
        for part in parts
        for form in (part, quote(part, safe=""), json.dumps(part)[1:-1])
    }
    coded = base64.b64encode(value.encode()).rstrip(b"=")
    return frozenset(written | {coded, coded.translate(bytes.maketrans(b"+/", b"-_"))})


def search(place: str, content: bytes | str, secrets: Iterable[Secret]) -> list[Leak]:
    """Return each kind of secret that stands in *content*, once."""
    data = content.encode() if isinstance(content, str) else content
    # Markdown and JSON put backslashes between the letters of what they quote.
    texts = {data, data.replace(b"\\", b"")}
    found: dict[Kind, str] = {}
    for secret in secrets:
        for text in texts:
            at = min((at for form in _forms(secret) if (at := text.find(form)) >= 0), default=-1)
            if at >= 0:
                found.setdefault(secret.kind, _before(text, at))
    token = _SANDBOX_TOKEN.search(data)
    if token is not None:
        found.setdefault(Kind.BOT_TOKEN, _before(data, token.start()))
    return [Leak(place, kind, before) for kind, before in found.items()]


def _before(data: bytes, at: int) -> str:
    """Return what stands in front of *at*; long words are left out, for one may be a part."""
    piece = data[max(0, at - _BEFORE) : at]
    return _LONG_WORD.sub(b"...", piece).decode("utf-8", "replace")
