"""Secrets in what was sent to a server: each has one place where it belongs, and no other."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.wire.http_streams import Sent
from tests.wire.leaks import Leak, Secret, search

_DISCORD_API = "/api/v10/"
_IMAGE_APIS = ("/v2/", "/v3/")
_WITH_INTERACTION = re.compile(
    rf"^{_DISCORD_API}(?:webhooks/\d+|interactions/\d+)/([^/?]+)(?=[/?]|$)"
)
_IDENTIFY, _RESUME = 2, 6
_NAMES = {None: "another server", "discord": "Discord", "studio": "the image service"}


def leaks_sent(sent: Sent, server: str | None, secrets: Iterable[Secret]) -> Iterator[Leak]:
    """Yield each secret of *sent* that *server* ("discord", "studio" or none) must not get."""
    known = list(secrets)
    rest = _without_discord_rights(sent, known) if server == "discord" else sent
    rest = _without_studio_rights(rest, known) if server == "studio" else rest
    to = f"{sent.method} to {_NAMES[server]}"
    yield from search(f"{to}, path", rest.target, known)
    for name, value in rest.headers:
        yield from search(f"{to}, header {name}", value, known)
    yield from search(f"{to}, body", rest.body, known)
    for frame in rest.frames:
        yield from search(f"{to}, websocket", frame, known)


def _without_discord_rights(sent: Sent, secrets: list[Secret]) -> Sent:
    """Take out the bot token of API calls and logins, and the token of an interaction's road."""
    target, headers = sent.target, sent.headers
    tokens = {secret.value for secret in secrets}
    if target.startswith(_DISCORD_API):
        headers = _without_key(headers, "Bot", tokens)
    road = _WITH_INTERACTION.match(target)
    if road is not None and road[1] in tokens:
        target = target[: road.start(1)] + target[road.end(1) :]
    frames = tuple(_without_login(frame, tokens) for frame in sent.frames)
    return replace(sent, target=target, headers=headers, frames=frames)


def _without_studio_rights(sent: Sent, secrets: list[Secret]) -> Sent:
    """Take out the key of API calls; a download of an image has no right to one."""
    if not sent.target.startswith(_IMAGE_APIS):
        return sent
    keys = {secret.value for secret in secrets}
    return replace(sent, headers=_without_key(sent.headers, "Bearer", keys))


def _without_key(
    headers: tuple[tuple[str, str], ...], scheme: str, keys: set[str]
) -> tuple[tuple[str, str], ...]:
    allowed = {("authorization", f"{scheme} {key}") for key in keys}
    return tuple(header for header in headers if header not in allowed)


def _without_login(frame: bytes, tokens: set[str]) -> bytes:
    try:
        payload = json.loads(frame)
    except ValueError:
        return frame
    if not isinstance(payload, dict) or payload.get("op") not in {_IDENTIFY, _RESUME}:
        return frame
    data = payload.get("d")
    if isinstance(data, dict) and data.get("token") in tokens:
        del data["token"]
    return json.dumps(payload).encode()
