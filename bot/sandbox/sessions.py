"""A gateway session: what was sent in it, so that RESUME can send again what was lost."""

import asyncio
import json
import secrets
import zlib
from collections import deque
from enum import IntEnum

from aiohttp import web

from bot.sandbox.payloads import Payload

_REPLAYED = 1000


class Op(IntEnum):
    """The gateway's opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Connection:
    """One websocket; what is to be sent waits in a queue, so that order is kept."""

    def __init__(
        self, socket: web.WebSocketResponse, request: web.Request, *, is_compressed: bool
    ) -> None:
        self.socket = socket
        self._request = request
        self._compressor = zlib.compressobj() if is_compressed else None
        self._outgoing: asyncio.Queue[Payload] = asyncio.Queue()

    def send(self, payload: Payload) -> None:
        """Queue one payload."""
        self._outgoing.put_nowait({"t": None, "s": None, **payload})

    async def write(self) -> None:
        """Send what is queued, for as long as the socket lives."""
        while True:
            text = json.dumps(await self._outgoing.get(), ensure_ascii=False)
            if self.socket.closed:
                return
            if self._compressor is None:
                await self.socket.send_str(text)
                continue
            # One zlib stream for the whole connection; each payload ends with a full flush mark.
            data = self._compressor.compress(text.encode())
            await self.socket.send_bytes(data + self._compressor.flush(zlib.Z_SYNC_FLUSH))

    def abort(self) -> None:
        """Cut the connection as a dead network does, without a close frame."""
        if self._request.transport is not None:
            self._request.transport.abort()


class Session:
    """A client's session, which outlives its connections."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: Connection | None = None
        self._sent: deque[Payload] = deque(maxlen=_REPLAYED)

    @property
    def is_connected(self) -> bool:
        """Whether a client listens right now."""
        return self.connection is not None

    def dispatch(self, event: str, data: Payload) -> None:
        """Send an event, now or, if the connection is lost, after RESUME."""
        self.sequence += 1
        payload = {"op": int(Op.DISPATCH), "s": self.sequence, "t": event, "d": data}
        self._sent.append(payload)
        if self.connection is not None:
            self.connection.send(payload)

    def can_resume(self, sequence: int) -> bool:
        """Tell whether everything after *sequence* is still there."""
        oldest = self._sent[0]["s"] if self._sent else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def resume(self, connection: Connection, sequence: int) -> None:
        """Go on with *connection*: first what it missed, then RESUMED."""
        self.connection = connection
        for payload in [each for each in self._sent if each["s"] > sequence]:
            connection.send(payload)
        self.dispatch("RESUMED", {})
