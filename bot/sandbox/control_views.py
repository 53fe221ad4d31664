"""The control API's views: the world, a channel's messages, live events, and the page."""

import asyncio
import json
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import WSMsgType, web

from bot.sandbox.addresses import Addresses
from bot.sandbox.control import member_by_id
from bot.sandbox.gateway import Gateway
from bot.sandbox.hub import Hub, Subscription
from bot.sandbox.journal import Journal
from bot.sandbox.locales import LOCALES
from bot.sandbox.messages import Messages
from bot.sandbox.offers import Offers
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel, ChannelKind, Server
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.responses import json_response
from bot.sandbox.sight import Sight
from bot.sandbox.world import User, World
from bot.sandbox.world_payloads import AVATAR, role_payloads

_KINDS = {
    ChannelKind.TEXT: "text",
    ChannelKind.DIRECT: "dm",
    ChannelKind.GROUP: "group",
    ChannelKind.ANNOUNCEMENT: "news",
    ChannelKind.THREAD: "thread",
    ChannelKind.FORUM: "forum",
}
_PAGE = Path(__file__).resolve().parent / "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlViews:
    """The GET routes of the control API."""

    world: World
    addresses: Addresses
    messages: Messages
    offers: Offers
    sight: Sight
    gateway: Gateway
    journal: Journal
    hub: Hub
    _sockets: weakref.WeakSet[web.WebSocketResponse] = field(default_factory=weakref.WeakSet)

    async def close(self) -> None:
        """Close every page's live events."""
        await asyncio.gather(*(socket.close(code=1001) for socket in tuple(self._sockets)))

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get("/", self._page),
            web.get("/static/{name}", self._static),
            web.get("/control/world", _guarded(self._world)),
            web.get("/control/messages", _guarded(self._messages)),
            web.get("/control/events", _guarded(self._events)),
        ]

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return await _file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return await _file(request.match_info["name"])

    async def _world(self, request: web.Request) -> web.StreamResponse:
        # A page that has just opened knows no member yet: it begins as the first one.
        first = str(next(iter(self.world.members)))
        viewer = member_by_id(self.world, request.query.get("as") or first)
        channels = [
            each for each in self.world.channels.values() if self.world.can_see(viewer.id, each.id)
        ]
        people = [*self.world.members.values(), self.world.bot]
        return json_response(
            {
                "guild": {"id": str(self.world.guild_id), "name": self.world.guild_name},
                "roles": [_role(role) for role in role_payloads(self.world)],
                "locales": sorted(LOCALES),
                "servers": [_server(server) for server in self.world.servers.values()],
                "users": [self._user(user) for user in people],
                "channels": [_channel(channel) for channel in channels],
                "bot": self.gateway.bot_payload,
                "commands": self._commands(viewer, request.query.get("channel_id")),
                "violations": [each.payload() for each in self.journal.violations],
            }
        )

    def _commands(self, viewer: User, channel_id: str | None) -> list[Payload]:
        if not channel_id or not self.world.can_see(viewer.id, int(channel_id)):
            return []
        return self.offers.shown(viewer, self.world.channel(int(channel_id)))

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        viewer = member_by_id(self.world, request.query.get("as", ""))
        channel_id = int(request.query["channel_id"])
        self.sight.channel(viewer, channel_id)
        messages = self.messages.of_channel(channel_id, seen_by=viewer.id)
        return json_response(
            {"messages": [self.messages.client_payload(each) for each in messages]}
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        viewer = member_by_id(self.world, request.query.get("as", ""))
        socket = web.WebSocketResponse(heartbeat=30, timeout=1)
        self._sockets.add(socket)
        subscription = self.hub.subscribe_member(viewer.id)
        await socket.prepare(request)
        writer = asyncio.create_task(_write_events(socket, subscription))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return socket

    def _user(self, user: User) -> Payload:
        return {
            "id": str(user.id),
            "username": user.username,
            "global_name": user.global_name,
            "avatar_url": f"{self.addresses.cdn_url}/avatars/{user.id}/{AVATAR}.png",
            "moderator": user.is_moderator,
            "has_app": user.id in self.world.installers,
            "locale": self.world.locale(user),
            "bot": user.is_bot,
        }


def _role(role: Payload) -> Payload:
    return {"id": role["id"], "name": role["name"]}


def _server(server: Server) -> Payload:
    return {"id": str(server.id), "name": server.name, "has_bot": server.has_bot}


def _channel(channel: Channel) -> Payload:
    return {
        "id": str(channel.id),
        "name": channel.name,
        "type": _KINDS[channel.kind],
        "server_id": None if channel.server_id is None else str(channel.server_id),
        "parent_id": None if channel.parent_id is None else str(channel.parent_id),
        "nsfw": channel.is_age_restricted,
        "user_id": None if channel.user_id is None else str(channel.user_id),
    }


def _guarded(
    view: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def serve(request: web.Request) -> web.StreamResponse:
        try:
            return await view(request)
        except (ClientRefusal, KeyError, ValueError) as error:
            return json_response({"error": str(error)}, 400)

    return serve


async def _write_events(socket: web.WebSocketResponse, subscription: Subscription) -> None:
    while not socket.closed:
        event = await subscription.next()
        await socket.send_str(
            json.dumps({"type": event.type, "data": event.data}, ensure_ascii=False)
        )


async def _file(name: str) -> web.StreamResponse:
    path = _PAGE / name
    # A segment of the URL may hold an encoded slash, so the name is checked to be one.
    is_name = path.name == name and not name.startswith(".")
    if not is_name or not await asyncio.to_thread(path.is_file):
        return web.Response(status=404, text="Not found")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
