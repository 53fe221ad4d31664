"""Sees all that passes between the bot, Discord, the image service, the terminal and the disk."""

import json
from asyncio.subprocess import SubprocessStreamProtocol
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp.web_protocol import RequestHandler

from bot.sandbox.sandbox import Sandbox
from bot.studio.server import Studio
from tests.wire.http_streams import requests_in
from tests.wire.leaks import Kind, Leak, Secret, search
from tests.wire.sent_leaks import leaks_sent
from tests.wire.stored_leaks import leaks_stored

_PIPES = {1: "standard output", 2: "standard error"}


@dataclass(slots=True)
class _Heard:
    """What came from *source*, which is kept so that its id is not given to another."""

    source: object
    channel: int  # the server's port, or the pipe
    data: bytearray = field(default_factory=bytearray)


class Witness:
    """Records while it is installed; ``leaks`` says what should not have been there."""

    def __init__(self) -> None:
        self._sandboxes: dict[int, Sandbox] = {}
        self._studios: dict[int, Studio] = {}
        self._sent: dict[int, _Heard] = {}
        self._printed: dict[tuple[int, int], _Heard] = {}

    @contextmanager
    def installed(self) -> Iterator[None]:
        """See every server of this process, and every pipe from a child of it."""
        with pytest.MonkeyPatch.context() as patch:
            _tap(patch, RequestHandler, "data_received", self._hear_request)
            _tap(patch, SubprocessStreamProtocol, "pipe_data_received", self._hear_pipe)
            _note_starts(patch, Sandbox, "rest_url", self._sandboxes)
            _note_starts(patch, Studio, "base_url", self._studios)
            yield

    def forget(self) -> None:
        """Begin anew; a sandbox that still runs stays known."""
        self._sent.clear()
        self._printed.clear()
        self._studios.clear()
        running = {port: each for port, each in self._sandboxes.items() if each._runner is not None}
        self._sandboxes.clear()
        self._sandboxes.update(running)

    def secrets(self) -> list[Secret]:
        """Return all that must not be seen."""
        found = [Secret(Kind.STUDIO_KEY, each._settings.api_key) for each in self._studios.values()]
        for sandbox in self._sandboxes.values():
            found.append(Secret(Kind.BOT_TOKEN, sandbox.token))
            tokens = sandbox._parts.interactions._by_token
            found += [Secret(Kind.INTERACTION, token) for token in tokens]
        return found

    def leaks(self, folder: Path) -> list[Leak]:
        """Return every secret that was sent, printed, shown or stored where it does not belong."""
        secrets = self.secrets()
        return [
            *self._leaks_sent(secrets),
            *self._leaks_printed(secrets),
            *self._leaks_shown(secrets),
            *leaks_stored(folder, secrets),
        ]

    def _leaks_sent(self, secrets: list[Secret]) -> Iterator[Leak]:
        for heard in self._sent.values():
            names = dict.fromkeys(self._sandboxes, "discord")
            server = (names | dict.fromkeys(self._studios, "studio")).get(heard.channel)
            for sent in requests_in(bytes(heard.data)):
                yield from leaks_sent(sent, server, secrets)

    def _leaks_printed(self, secrets: list[Secret]) -> Iterator[Leak]:
        for heard in self._printed.values():
            place = f"what a program wrote to {_PIPES[heard.channel]}"
            yield from search(place, bytes(heard.data), secrets)

    def _leaks_shown(self, secrets: list[Secret]) -> Iterator[Leak]:
        for sandbox in self._sandboxes.values():
            for member in sandbox.world.members.values():
                for channel_id in sandbox.world.channels:
                    shown = sandbox.messages(channel_id, seen_by=member.username)
                    yield from search("a message", json.dumps(shown), secrets)

    def _hear_request(self, handler: RequestHandler, data: bytes) -> None:
        heard = self._sent.get(id(handler))
        if heard is None:
            socket = handler.transport
            port = socket.get_extra_info("sockname")[1] if socket is not None else 0
            heard = self._sent[id(handler)] = _Heard(handler, port)
        heard.data.extend(data)

    def _hear_pipe(self, protocol: SubprocessStreamProtocol, pipe: int, data: bytes) -> None:
        heard = self._printed.setdefault((id(protocol), pipe), _Heard(protocol, pipe))
        heard.data.extend(data)


def _tap(patch: pytest.MonkeyPatch, owner: type, name: str, hear: Any) -> None:
    original = getattr(owner, name)

    def tapped(receiver: Any, *arguments: Any) -> Any:
        hear(receiver, *arguments)
        return original(receiver, *arguments)

    patch.setattr(owner, name, tapped)


def _note_starts(patch: pytest.MonkeyPatch, owner: Any, url: str, started: dict[int, Any]) -> None:
    original = owner.start

    async def start(server: Any) -> None:
        await original(server)
        started[urlsplit(getattr(server, url)).port or 0] = server

    patch.setattr(owner, "start", start)
