"""A scripted server that speaks the control API, so that the page is tested without a bot.

It also serves to look at the page by hand: ``python -m tests.wire.page_server``.
"""

import asyncio
import itertools
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.wire.page_files import PageFiles
from tests.wire.page_samples import (
    BOT,
    CHANNELS,
    COMMANDS,
    COMPONENTS_V2,
    EPHEMERAL,
    SAMPLERS,
    USERS,
    Json,
    container,
    media,
    picture,
    text,
)
from tests.wire.page_showcase import MODAL, ROW, SELECT_ROW, showcase


class PageServer(AbstractAsyncContextManager["PageServer"]):
    """Members, messages and answers, all in memory; *calls* holds what the page has sent."""

    def __init__(self, step_s: float = 0) -> None:
        self.step_s = step_s
        self.calls: list[tuple[str, Json]] = []
        self.messages: list[Json] = []
        self.violations: list[Json] = []
        self.url = ""
        self._sockets: dict[web.WebSocketResponse, str] = {}
        self._ids = itertools.count(1000)
        self._tasks: set[asyncio.Task[None]] = set()
        self._files = PageFiles()
        self._pictures: dict[tuple[int, int, int], bytes] = {}
        self._runner = web.AppRunner(self._app())

    async def __aenter__(self) -> Self:
        await self.start(0)
        return self

    async def start(self, port: int) -> None:
        """Listen on loopback; port 0 takes a free one."""
        await self._files.load()
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, taken = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{taken}"

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._sockets):
            await socket.close()
        await self._runner.cleanup()

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=32 * 2**20)
        self._files.add_routes(app)
        app.router.add_get("/control/world", self._world)
        app.router.add_get("/control/messages", self._messages)
        app.router.add_get("/control/events", self._events)
        app.router.add_get("/cdn/attachments/{name}", self._picture)
        answers: dict[str, Callable[[Json], Json]] = {
            "command": self._command,
            "autocomplete": self._autocomplete,
            "component": self._component,
            "modal": self._modal,
        }
        for name, answer in answers.items():
            app.router.add_post(f"/control/{name}", self._recorded(name, answer))
        return app

    def _recorded(
        self, name: str, answer: Callable[[Json], Json]
    ) -> Callable[[web.Request], Coroutine[Any, Any, web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            body = await request.json()
            self.calls.append((name, body))
            result = answer(body)
            return web.json_response(result, status=400 if "error" in result else 200)

        return handle

    def sent(self, name: str) -> list[Json]:
        """Return the bodies of one kind of call, oldest first."""
        return [body for kind, body in self.calls if kind == name]

    async def _world(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "guild": {"id": "5", "name": "Easel's studio"},
                "servers": [{"id": "5", "name": "Easel's studio", "has_bot": True}],
                "roles": [],
                "locales": ["de", "en-US"],
                "users": USERS,
                "channels": CHANNELS,
                "bot": {"user": BOT, "online": True},
                "commands": COMMANDS,
                "violations": self.violations,
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        channel_id, member = request.query["channel_id"], request.query["as"]
        seen = [
            message
            for message in self.messages
            if message["channel_id"] == channel_id
            and message.get("_ephemeral_for", member) == member
        ]
        return web.json_response({"messages": seen})

    async def _events(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets[socket] = request.query["as"]
        async for message in socket:
            if message.type is WSMsgType.ERROR:
                break
        self._sockets.pop(socket, None)
        return socket

    async def _picture(self, request: web.Request) -> web.Response:
        seed, size = request.match_info["name"].removesuffix(".png").split("-")
        width_px, height_px = size.split("x")
        key = (int(seed), int(width_px), int(height_px))
        if key not in self._pictures:
            self._pictures[key] = await asyncio.to_thread(picture, *key)
        return web.Response(body=self._pictures[key], content_type="image/png")

    def picture_url(self, seed: int, width_px: int, height_px: int) -> str:
        return f"{self.url}/cdn/attachments/{seed}-{width_px}x{height_px}.png?ex=1&is=2&hm=3"

    def fill(self) -> None:
        """Put the showcase into the first channel."""
        self.messages.extend(showcase(self.message, self.picture_url))

    async def emit(self, kind: str, data: Json, only: str | None = None) -> None:
        """Send an event to every open page, or to one member's."""
        for socket, member in list(self._sockets.items()):
            if only in (None, member):
                await socket.send_json({"type": kind, "data": data})

    def message(self, channel_id: str = "10", **more: Any) -> Json:
        """Return a message of the bot that carries everything a message has."""
        return {
            "id": str(next(self._ids)),
            "channel_id": channel_id,
            "author": BOT,
            "type": 0,
            "content": "",
            "flags": 0,
            "timestamp": datetime.now(UTC).isoformat(),
            "edited_timestamp": None,
            "attachments": [],
            "embeds": [],
            "components": [],
            **more,
        }

    async def post(self, message: Json) -> None:
        self.messages.append(message)
        await self.emit("MESSAGE_CREATE", message, message.get("_ephemeral_for"))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _command(self, body: Json) -> Json:
        name, options = body["name"], body["options"]
        if not body["unchecked"] and options.get("steps", 1) > 50:
            return {"error": "steps must be 1 to 50."}
        interaction_id = str(next(self._ids))
        if name == "imagine":
            self._start(self._imagine(interaction_id, body))
        elif name == "slow":
            self._start(self._settle(interaction_id, "failed", "The application did not respond"))
        else:
            self._start(self._private(interaction_id, body))
        return {"interaction_id": interaction_id}

    def _autocomplete(self, body: Json) -> Json:
        typed = str(body["options"][body["focused"]])
        offered = {"size": ["Square 512x512", "Wide 768x512"]}.get(body["focused"], SAMPLERS)
        fitting = [one for one in offered if typed.lower() in one.lower()]
        return {"choices": [{"name": one, "value": one.split()[-1]} for one in fitting]}

    def _component(self, body: Json) -> Json:
        interaction_id = str(next(self._ids))
        if body["custom_id"] == "edit":
            self._start(self._open_modal(interaction_id, body["as"]))
        elif body["custom_id"] == "broken":
            self._start(self._settle(interaction_id, "failed", "This interaction failed"))
        else:
            self._start(self._settle(interaction_id, "answered", ""))
        return {"interaction_id": interaction_id}

    def _modal(self, body: Json) -> Json:
        self._start(self._settle(body["interaction_id"], "answered", ""))
        return {"interaction_id": body["interaction_id"]}

    async def _settle(self, interaction_id: str, status: str, words: str) -> None:
        await asyncio.sleep(self.step_s)
        data = {"interaction_id": interaction_id, "status": status, "text": words}
        await self.emit("INTERACTION", data)

    async def _open_modal(self, interaction_id: str, member: str) -> None:
        await self._settle(interaction_id, "answered", "")
        data = {"interaction_id": interaction_id, "modal": MODAL}
        await self.emit("MODAL", data, member)

    async def _private(self, interaction_id: str, body: Json) -> None:
        message = self.message(
            body["channel_id"],
            content=f"**{body['name']}** with `{body['options']}`",
            flags=EPHEMERAL,
            interaction=_used_by(interaction_id, body),
            _ephemeral_for=body["as"],
        )
        await self.post(message)
        await self._settle(interaction_id, "answered", "")

    async def _imagine(self, interaction_id: str, body: Json) -> None:
        options = body["options"]
        message = self.message(
            body["channel_id"], interaction=_used_by(interaction_id, body), flags=COMPONENTS_V2
        )
        head = text(f"**{options['prompt']}**\n-# 512 × 512 · 20 steps")
        message["components"] = [container(head, text("⏳ Place 1 in the queue"), accent=0x5865F2)]
        await self.post(dict(message))
        await self._settle(interaction_id, "answered", "")
        for percent in (20, 60):
            await asyncio.sleep(self.step_s)
            bar = text(f"`{'█' * (percent // 10):░<10}` {percent} %")
            await self._edit(message, container(head, bar, accent=0x5865F2))
        first = options.get("seed", 7)
        items = [
            media(self.picture_url(seed, 512, 512), f"{options['prompt']}, seed {seed}", 512, 512)
            for seed in range(first, first + options.get("images", 1))
        ]
        gallery = {"type": 12, "items": items}
        await asyncio.sleep(self.step_s)
        await self._edit(message, container(head, gallery, accent=0x3BA55C), ROW, SELECT_ROW)

    async def _edit(self, message: Json, *components: Json) -> None:
        message.update(components=list(components), edited_timestamp=message["timestamp"])
        stored = next(
            index for index, one in enumerate(self.messages) if one["id"] == message["id"]
        )
        self.messages[stored] = dict(message)
        await self.emit("MESSAGE_UPDATE", dict(message))


def _used_by(interaction_id: str, body: Json) -> Json:
    user = next(one for one in USERS if one["id"] == body["as"])
    return {"id": interaction_id, "type": 2, "name": body["name"], "user": user}


async def _serve() -> None:
    server = PageServer(step_s=1)
    await server.start(8123)
    server.fill()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
