"""The gateway's websocket: what a client may send, and how it is told that it may not."""

import asyncio
import hmac
import json
from collections import deque
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from bot.sandbox.gateway import Gateway
from bot.sandbox.gateway_payloads import members_chunk
from bot.sandbox.payloads import Payload
from bot.sandbox.sessions import Connection, Op, Session
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.world import World
from bot.timing import Time

_MOST_BYTES = 4096
_MOST_SENDS, _SENDS_WINDOW_S = 120, 60.0
_ACK_DELAY_S = 0.02
_PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_HIGHEST_INTENT = 1 << 25


class _Refused(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewaySocket:
    """Speaks gateway v10 with one client at a time per connection."""

    settings: SandboxSettings
    world: World
    gateway: Gateway
    time: Time

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Handle one connection until it ends."""
        # compress: Discord offers no per-message compression besides its own stream.
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 20, timeout=1)
        await socket.prepare(request)
        connection = Connection(
            socket, request, is_compressed=request.query.get("compress") == "zlib-stream"
        )
        self.gateway.opened(connection)
        writer = asyncio.create_task(connection.write())
        try:
            await self._talk(connection, request.query.get("v", "10"))
        except _Refused as refusal:
            await socket.close(code=refusal.code, message=refusal.reason.encode())
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return socket

    async def _talk(self, connection: Connection, version: str) -> None:
        if version != "10":
            raise _Refused(4012, "Invalid API version")
        interval_ms = int(self.settings.heartbeat_interval_s * 1000)
        connection.send({"op": int(Op.HELLO), "d": {"heartbeat_interval": interval_ms}})
        session: Session | None = None
        sends: deque[float] = deque(maxlen=_MOST_SENDS)
        acks: deque[asyncio.TimerHandle] = deque(maxlen=_MOST_SENDS)
        try:
            async for message in connection.socket:
                if message.type is not WSMsgType.TEXT:
                    raise _Refused(4002, "Error while decoding payload.")
                self._count(sends)
                payload = _decoded(message.data)
                if payload.get("op") == Op.HEARTBEAT:
                    self.gateway.heartbeats_at_s.append(self.time.monotonic())
                    acks.append(_acknowledge_soon(connection))
                else:
                    session = self._take(connection, session, payload)
        finally:
            for ack in acks:
                ack.cancel()
            if session is not None:
                self.gateway.lost(session, connection)

    def _count(self, sends: deque[float]) -> None:
        now = self.time.monotonic()
        if len(sends) == _MOST_SENDS and now - sends[0] < _SENDS_WINDOW_S:
            raise _Refused(4008, "You are being rate limited.")
        sends.append(now)

    def _take(
        self, connection: Connection, session: Session | None, payload: Payload
    ) -> Session | None:
        data = payload.get("d")
        match payload.get("op"):
            case Op.IDENTIFY | Op.RESUME as op if isinstance(data, dict):
                if session is not None:
                    raise _Refused(4005, "Already authenticated.")
                self._check_token(data)
                identified = op == Op.IDENTIFY
                return (
                    self._identify(connection, data)
                    if identified
                    else self._resume(connection, data)
                )
        if session is None:
            raise _Refused(4003, "Not authenticated.")
        match payload.get("op"):
            case Op.REQUEST_GUILD_MEMBERS if isinstance(data, dict):
                session.dispatch("GUILD_MEMBERS_CHUNK", members_chunk(self.world, data))
            case Op.PRESENCE_UPDATE | Op.VOICE_STATE_UPDATE:
                pass  # nobody here shows presence or speaks
            case _:
                raise _Refused(4001, "Unknown opcode.")
        return session

    def _identify(self, connection: Connection, data: Payload) -> Session:
        intents = data.get("intents")
        if not isinstance(intents, int) or not 0 <= intents < _HIGHEST_INTENT << 1:
            raise _Refused(4013, "Invalid intent(s).")
        if intents & _PRIVILEGED & ~self.settings.privileged_intents:
            raise _Refused(4014, "Disallowed intent(s).")
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            raise _Refused(4010, "Invalid shard.")
        return self.gateway.identify(connection, intents, (number, count))

    def _resume(self, connection: Connection, data: Payload) -> Session | None:
        session = self.gateway.resume(connection, str(data.get("session_id")), int(data["seq"]))
        if session is None:
            connection.send({"op": int(Op.INVALID_SESSION), "d": False})
        return session

    def _check_token(self, data: Payload) -> None:
        given = str(data.get("token")).removeprefix("Bot ").encode()
        if not hmac.compare_digest(given, self.settings.token.encode()):
            raise _Refused(4004, "Authentication failed.")


def _acknowledge_soon(connection: Connection) -> asyncio.TimerHandle:
    # discord.py notes when it sent a heartbeat only after the sending, from another thread. On
    # loopback the answer would be there before that, and count as late by a whole interval.
    ack: Payload = {"op": int(Op.HEARTBEAT_ACK), "d": None}
    return asyncio.get_running_loop().call_later(_ACK_DELAY_S, connection.send, ack)


def _decoded(text: str) -> Payload:
    if len(text.encode()) > _MOST_BYTES:
        raise _Refused(4002, "Payload above 4096 bytes.")
    try:
        payload = json.loads(text)
    except ValueError as error:
        raise _Refused(4002, "Error while decoding payload.") from error
    if not isinstance(payload, dict):
        raise _Refused(4002, "Error while decoding payload.")
    return payload
