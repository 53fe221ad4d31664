"""The gateway: which sessions there are, and what is sent to them."""

import asyncio
import weakref
from collections import deque
from collections.abc import Callable

from bot.sandbox.addresses import Addresses
from bot.sandbox.gateway_payloads import guild_create, ready
from bot.sandbox.hub import EventType, Hub
from bot.sandbox.message_payloads import Message
from bot.sandbox.payloads import Payload
from bot.sandbox.privacy import Privacy
from bot.sandbox.sessions import Connection, Op, Session
from bot.sandbox.world import World
from bot.sandbox.world_payloads import user_payload

_GUILDS, _GUILD_MESSAGES, _DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12
_KEPT_SESSIONS = 16
_KEPT_HEARTBEATS = 1_000


class Gateway:
    """Keeps the sessions and sends them events."""

    def __init__(self, world: World, addresses: Addresses, hub: Hub, privacy: Privacy) -> None:
        self._world = world
        self._addresses = addresses
        self._hub = hub
        self._privacy = privacy
        self._sessions: dict[str, Session] = {}
        self._connections: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._changed = asyncio.Event()
        self.heartbeats_at_s: deque[float] = deque(maxlen=_KEPT_HEARTBEATS)

    @property
    def is_online(self) -> bool:
        """Whether a session with the bot is connected."""
        return any(session.is_connected for session in self._sessions.values())

    @property
    def bot_payload(self) -> Payload:
        """The bot as the page sees it."""
        return {"user": user_payload(self._world.bot), "online": self.is_online}

    async def until(self, is_true: Callable[[], bool]) -> None:
        """Wait until *is_true* holds; looked at whenever a session changes."""
        while not is_true():
            self._changed.clear()
            await self._changed.wait()

    def opened(self, connection: Connection) -> None:
        """Note a connection, whether or not it ever identifies."""
        self._connections.add(connection)

    def identify(self, connection: Connection, intents: int, shard: tuple[int, int]) -> Session:
        """Begin a session: READY, then the server if the intents name it."""
        session = Session(intents, shard)
        session.connection = connection
        while len(self._sessions) >= _KEPT_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        self._sessions[session.id] = session
        has_guild = (
            intents & _GUILDS
            and not self._world.gone.bot_is_out
            and _shard_of(self._world.guild_id, shard) == shard[0]
        )
        session.dispatch(
            "READY",
            ready(self._world, session, self._addresses.gateway_url, has_guild=bool(has_guild)),
        )
        if has_guild:
            session.dispatch("GUILD_CREATE", guild_create(self._world))
        self._tell()
        return session

    def resume(self, connection: Connection, session_id: str, sequence: int) -> Session | None:
        """Go on with a session, or return None if it cannot be resumed."""
        session = self._sessions.get(session_id)
        if session is None or not session.can_resume(sequence):
            return None
        session.resume(connection, sequence)
        self._tell()
        return session

    def lost(self, session: Session, connection: Connection) -> None:
        """Note that a connection has ended; its session may be resumed."""
        if session.connection is connection:
            session.connection = None
            self._tell()

    def deliver(self, interaction: Payload) -> None:
        """Send INTERACTION_CREATE to the shard that has its server, or to shard 0."""
        guild_id = int(interaction.get("guild_id", 0))
        for session in self._sessions.values():
            if _shard_of(guild_id, session.shard) == session.shard[0]:
                session.dispatch("INTERACTION_CREATE", interaction)

    def announce(self, event: str, data: Payload) -> None:
        """Send an event about the server to every session that listens to servers."""
        for session in self._sessions.values():
            if session.intents & _GUILDS:
                session.dispatch(event, data)

    def on_message(self, kind: EventType, message: Message) -> None:
        """Tell the sessions that asked for messages of a change."""
        channel = self._world.channels[message.channel_id]
        if not self._world.has_bot(channel):
            return
        is_direct = channel.server_id is None
        needed = _DIRECT_MESSAGES if is_direct else _GUILD_MESSAGES
        for session in self._sessions.values():
            if not session.intents & needed:
                continue
            data: Payload = {"id": str(message.id), "channel_id": str(message.channel_id)}
            if kind != "MESSAGE_DELETE":
                data = self._privacy.payload(message, session.intents)
            if not is_direct:
                data["guild_id"] = str(self._world.guild_id)
            session.dispatch(kind, data)

    def reconnect(self) -> None:
        """Ask every client to reconnect and RESUME (opcode 7)."""
        self._send_all({"op": int(Op.RECONNECT), "d": None})

    def invalidate(self, *, is_resumable: bool = False) -> None:
        """Tell every client that its session is invalid (opcode 9)."""
        if not is_resumable:
            for session in self._sessions.values():
                if session.connection is not None:
                    session.connection.send({"op": int(Op.INVALID_SESSION), "d": False})
            self._sessions.clear()
            self._tell()
            return
        self._send_all({"op": int(Op.INVALID_SESSION), "d": True})

    def lose_sockets(self, *, is_resumable: bool = True) -> None:
        """Cut every connection as a dead network does; else the sessions are forgotten, too."""
        sessions = list(self._sessions.values())
        if not is_resumable:
            self._sessions.clear()
        for session in sessions:
            if session.connection is not None:
                session.connection.abort()

    async def close(self) -> None:
        """Close every connection as a server that goes away."""
        await asyncio.gather(*(each.socket.close(code=1001) for each in tuple(self._connections)))

    def _send_all(self, payload: Payload) -> None:
        for session in self._sessions.values():
            if session.connection is not None:
                session.connection.send(payload)

    def _tell(self) -> None:
        self._changed.set()
        self._hub.publish("BOT", self.bot_payload)


def _shard_of(guild_id: int, shard: tuple[int, int]) -> int:
    return (guild_id >> 22) % shard[1]
