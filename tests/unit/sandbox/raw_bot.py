"""A bot without a library: raw HTTP and a raw websocket, so that it can do everything wrong."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox import Invocation, Sandbox, SandboxSettings
from bot.sandbox.hub import Subscription
from tests.unit.sandbox.clock import Clock

DEADLINE_S = 30.0
V2 = 1 << 15
EPHEMERAL = 1 << 6
COMMANDS: list[dict[str, Any]] = [
    {
        "name": "imagine",
        "description": "Draw",
        "options": [
            {"type": 3, "name": "prompt", "description": "p", "required": True, "max_length": 20},
            {"type": 4, "name": "steps", "description": "s", "min_value": 1, "max_value": 50},
            {"type": 10, "name": "guidance", "description": "g", "max_value": 30},
            {"type": 5, "name": "private", "description": "p"},
            {
                "type": 3,
                "name": "size",
                "description": "s",
                "choices": [{"name": "Small", "value": "s"}, {"name": "Large", "value": "l"}],
            },
            {"type": 3, "name": "model", "description": "m", "autocomplete": True},
            {"type": 11, "name": "control", "description": "c"},
            {"type": 6, "name": "who", "description": "w"},
        ],
    },
    {
        "name": "style",
        "description": "Styles",
        "options": [
            {
                "type": 1,
                "name": "save",
                "description": "Save",
                "options": [{"type": 3, "name": "name", "description": "n", "required": True}],
            }
        ],
    },
    {"name": "ban", "description": "Ban", "default_member_permissions": 32},
    {"name": "late", "description": "At night", "nsfw": True},
]


@dataclass(frozen=True)
class Reply:
    status: int
    json: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> int:
        return int(self.json["code"])


@dataclass
class RawBot:
    """One HTTP session and one gateway connection; *clock* is the sandbox's."""

    sandbox: Sandbox
    clock: Clock
    http: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        files: Mapping[str, bytes] | None = None,
        token: str | None = None,
    ) -> Reply:
        """Send a request; with *files* as multipart, their names in order of their numbers."""
        headers = {"Authorization": f"Bot {token or self.sandbox.token}"}
        data: Any = None
        if files is not None:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body), content_type="application/json")
            for number, (name, content) in enumerate(files.items()):
                data.add_field(f"files[{number}]", content, filename=name, content_type="image/png")
        elif body is not None:
            data, headers["Content-Type"] = json.dumps(body), "application/json"
        url = self.sandbox.rest_url + path
        async with self.http.request(method, url, data=data, headers=headers) as response:
            text = await response.text()
            is_json = response.content_type == "application/json"
            return Reply(response.status, json.loads(text) if is_json else text, response.headers)

    async def event(self, name: str) -> dict[str, Any]:
        """Return the data of the next gateway event of that name."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                payload = await self.socket.receive_json()
                if payload["t"] == name:
                    data: dict[str, Any] = payload["d"]
                    return data

    async def asked(self, command: str = "imagine", **more: Any) -> "Asked":
        """Let Ada use a command and return what the bot was sent."""
        more = {"options": {"prompt": "a cat"} if command == "imagine" else {}, **more}
        invocation = await self.sandbox.member("ada").invoke(command, **more)
        return Asked(self, invocation, await self.event("INTERACTION_CREATE"))


@dataclass
class Asked:
    """An interaction in the bot's hands."""

    bot: RawBot
    invocation: Invocation
    data: dict[str, Any]

    @property
    def hook(self) -> str:
        return f"/webhooks/{self.data['application_id']}/{self.data['token']}"

    @property
    def original(self) -> str:
        return f"{self.hook}/messages/@original"

    async def answer(self, kind: int, data: object = None, **more: Any) -> Reply:
        """Give the first answer, and ask for its message."""
        path = f"/interactions/{self.data['id']}/{self.data['token']}/callback?with_response=1"
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        return await self.bot.call("POST", path, body, **more)


@asynccontextmanager
async def raw_bot(settings: SandboxSettings | None = None) -> AsyncIterator[RawBot]:
    """Run a sandbox with a raw bot that is identified and has synced its commands."""
    clock = Clock()
    async with (
        Sandbox(settings or SandboxSettings(), clock) as sandbox,
        aiohttp.ClientSession() as http,
        http.ws_connect(sandbox.gateway_url + "?v=10&encoding=json") as socket,
    ):
        bot = RawBot(sandbox, clock, http, socket)
        await socket.send_json(
            {"op": 2, "d": {"token": sandbox.token, "intents": 0, "properties": {}}}
        )
        await bot.event("READY")
        await bot.call("PUT", f"/applications/{sandbox.application_id}/commands", COMMANDS)
        yield bot


async def next_event(subscription: Subscription) -> str:
    async with asyncio.timeout(DEADLINE_S):
        return (await subscription.next()).type


def reply_id(asked: Asked) -> str:
    """Return the id of the reply as it stands."""
    reply = asked.invocation.reply
    assert reply is not None
    return str(reply["id"])
