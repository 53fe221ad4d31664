"""A sandbox that times first answers, and sends each command to one chosen bot.

The bots compared have one account and are all connected, so that they can take turns within
milliseconds and whatever else the machine does hits them alike.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import pairwise

from aiohttp import web

from bot.cli.seen import is_delivered, is_refused, text_of
from bot.sandbox.assembly import application
from bot.sandbox.hub import Event, Subscription
from bot.sandbox.invocation import Invocation
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.sessions import Session
from bot.sandbox.settings import SandboxSettings
from bot.timing import SystemTime

PROMPT = "a lighthouse in the fog, oil painting"
MEMBERS = ("ada", "ben", "cleo", "mod")
HEARTBEAT_S = 1.0
_ANSWER_DEADLINE_S = 3.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class End:
    """A finished card: the monotonic time at which it stood, its message and its text."""

    at_s: float
    message_id: str
    text: str


class Arena(Sandbox):
    """The sandbox itself; only what is noted, and for whom an interaction is, differs.

    Requests are not compared with Discord's document: that would take the very CPU that the bots
    need, and the wire tests do it.
    """

    def __init__(self) -> None:
        super().__init__(
            SandboxSettings(checks_requests=False, heartbeat_interval_s=HEARTBEAT_S), SystemTime()
        )
        self._arrivals: dict[str, asyncio.Future[float]] = {}
        self._ends: Subscription = self._parts.hub.subscribe(_is_end)

    async def start(self) -> None:
        @web.middleware
        async def note_arrival(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path.endswith("/callback"):
                arrival = self._arrivals.pop(request.match_info["interaction_id"], None)
                if arrival is not None and not arrival.done():
                    arrival.set_result(self._parts.time.monotonic())
            return await handler(request)

        app = application(self._parts)
        app.middlewares.append(note_arrival)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._settings.host, 0).start()
        self._parts.addresses.set(self._settings.host, self._runner.addresses[0][1])

    async def joined(self, deadline_s: float) -> Session:
        """Wait for the bot that was started after ``forget``, and return its session."""
        async with asyncio.timeout(deadline_s):
            await self.gateway.until(lambda: self.gateway.is_online)
        return next(iter(self.gateway._sessions.values()))

    def forget(self) -> None:
        """Send nothing to anyone until a bot joins or is asked."""
        self.gateway._sessions.clear()

    async def ask(self, session: Session, number: int = 0, prompt: str = PROMPT) -> float | None:
        """Let a member use ``/imagine`` and return the seconds to the arrival of the answer.

        None: there was none within Discord's 3 seconds.
        """
        member = self.member(MEMBERS[number % len(MEMBERS)])
        channel_id = self.channel("images" if number % 2 else "general")
        _invocation, answer_s = await self.timed(
            session, lambda: member.invoke("imagine", {"prompt": prompt}, channel_id=channel_id)
        )
        return answer_s

    async def timed(
        self, session: Session, act: Callable[[], Awaitable[Invocation]]
    ) -> tuple[Invocation, float | None]:
        """Let a member do something, and return it with the seconds to the answer's arrival."""
        arrival: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.forget()
        self.gateway._sessions[session.id] = session
        invocation = await act()
        self._arrivals[str(invocation.interaction_id)] = arrival
        started_s = invocation._interaction.started_at
        try:
            async with asyncio.timeout(_ANSWER_DEADLINE_S):
                return invocation, await arrival - started_s
        except TimeoutError:
            return invocation, None

    async def ended(self, count: int, deadline_s: float) -> list[End]:
        """Wait until *count* more generations have shown their images, and return when and where.

        Raises:
            RuntimeError: One of them failed.
            TimeoutError: *deadline_s* passed first.
        """
        ends = []
        async with asyncio.timeout(deadline_s):
            for _end in range(count):
                event = await self._ends.next()
                if not is_delivered(event.data):
                    raise RuntimeError(f"a generation failed: {event.data['components']}")
                now_s = self._parts.time.monotonic()
                ends.append(End(now_s, str(event.data["id"]), text_of(event.data)))
        return ends

    def longest_heartbeat_gap_s(self) -> float:
        """Return the longest time between two heartbeats; ``HEARTBEAT_S`` is asked for."""
        at_s = list(self.gateway.heartbeats_at_s)
        return max((after - before for before, after in pairwise(at_s)), default=0.0)


def _is_end(event: Event) -> bool:
    if event.type != "MESSAGE_UPDATE":
        return False
    return is_delivered(event.data) or is_refused(event.data)
