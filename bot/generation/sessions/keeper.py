"""The keeper of sessions: ends what is due, and shows what changed, until each is settled."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

import structlog

from bot.domain.sessions.refusals import SessionRefused
from bot.domain.sessions.session import Phase
from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.generation.sessions.phases import Phases
from bot.generation.sessions.showing import Showing, Shown
from bot.generation.sessions.stage import ThreadGone
from bot.generation.waiting import until_set
from bot.store.session_notes import SessionNotes
from bot.store.session_store import SessionStore
from bot.store.session_upkeep import ToDo
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_LOOK_S = 5.0  # while entries wait or are made
_REST_S = 60.0
_LEAST_S = 1.0  # between two looks because of what somebody did
_FIRST_PAUSE_S = 5.0
_LONGEST_PAUSE_S = 60.0
_AT_ONCE = 8
_GIVEN_UP_AFTER = timedelta(days=1)

Cancel = Callable[[int], Awaitable[object]]


class SessionKeeper:
    """Looks at each session when a look is worth it.

    ``run`` is for production; tests call ``step`` by hand. All that it knows is read from the rows:
    it can be killed at any point.
    """

    def __init__(
        self,
        *,
        store: SessionStore,
        notes: SessionNotes,
        phases: Phases,
        showing: Showing,
        cancel: Cancel,
        time: Time,
    ) -> None:
        self._store = store
        self._notes = notes
        self._phases = phases
        self._showing = showing
        self._cancel = cancel
        self._time = time
        self._sessions: dict[int, Shown] = {}
        self._looks_s: dict[int, float] = {}
        self._under_way: set[int] = set()
        self._next_round_s = 0.0
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._moved = asyncio.Event()

    def poke(self, session_id: int) -> None:
        """Say that something of a session has changed; starts no task and returns at once."""
        known = self._sessions.get(session_id)
        # In a storm nothing more could be shown by a look for each entry.
        self._looks_s[session_id] = 0.0 if known is None else known.looked_s + _LEAST_S
        self._moved.set()

    async def run(self) -> None:
        """Keep sessions going until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._moved.clear()
                await self._find()
                for session_id in self._take_due():
                    tasks.create_task(self._outlive(session_id))
                await until_set(self._moved, self._time, self._delay_s())

    async def step(self) -> float:
        """Do everything that is due now; return in how many seconds the next is."""
        await self._find()
        while due := self._take_due():
            await asyncio.gather(*(self._outlive(session_id) for session_id in due))
        return self._delay_s()

    async def tend(self, session_id: int) -> None:
        """Look at one session now, and wait for that."""
        self._looks_s.pop(session_id, None)
        await self._outlive(session_id)

    async def _find(self) -> None:
        """Take up what another start left, from time to time."""
        now_s = self._time.monotonic()
        if now_s < self._next_round_s:
            return
        self._next_round_s = now_s + _REST_S
        try:
            for session_id in await self._notes.unsettled():
                if session_id not in self._sessions:
                    self._looks_s.setdefault(session_id, 0.0)
        except StorageUnavailable as fault:
            logger.warning("sessions not read", fault=repr(fault.__cause__ or fault))

    def _take_due(self) -> list[int]:
        now_s = self._time.monotonic()
        due = [session_id for session_id, look_s in self._waiting() if look_s <= now_s]
        for session_id in due:
            del self._looks_s[session_id]  # a poke meanwhile brings another look
            self._under_way.add(session_id)
        return due

    def _waiting(self) -> Iterable[tuple[int, float]]:
        """Yield who is to be looked at when; who is looked at now has to end before."""
        return (look for look in self._looks_s.items() if look[0] not in self._under_way)

    def _delay_s(self) -> float:
        next_s = min([self._next_round_s, *(look_s for _session_id, look_s in self._waiting())])
        return max(0.0, next_s - self._time.monotonic())

    async def _outlive(self, session_id: int) -> None:
        shown = self._sessions.setdefault(session_id, Shown())
        delay_s: float | None = _FIRST_PAUSE_S
        try:
            async with shown.lock, self._room:
                delay_s = await self._tend(session_id, shown)
        except (DiscordUnreachable, StorageUnavailable) as fault:
            delay_s = _pause_s(shown)
            logger.warning("session put off", session=session_id, fault=repr(fault))
        except Exception:  # the others must go on
            delay_s = _pause_s(shown)
            logger.exception("session put off", session=session_id)
        finally:
            self._under_way.discard(session_id)
            self._look_again(session_id, delay_s)

    def _look_again(self, session_id: int, delay_s: float | None) -> None:
        if delay_s is None:
            self._sessions.pop(session_id, None)
        else:
            look_s = self._time.monotonic() + delay_s
            self._looks_s[session_id] = min(look_s, self._looks_s.get(session_id, look_s))
        self._moved.set()

    async def _tend(self, session_id: int, shown: Shown) -> float | None:
        """Return in how many seconds to look again, None if it is settled."""
        shown.looked_s = self._time.monotonic()
        try:
            todo = await self._notes.to_do(session_id, self._time.now())
            if await self._phases.advance(todo):
                todo = await self._notes.to_do(session_id, self._time.now())
        except SessionRefused:
            return None  # it was cleaned up
        for generation_id in todo.to_cancel:
            await self._cancel(generation_id)
        if todo.is_settled or self._is_given_up(todo, shown):
            await self._notes.settled(session_id, self._time.now())
            return None
        delay_s = await self._shown(todo, shown) if todo.has_thread else 0.0
        shown.failures = 0
        return self._next_s(todo, delay_s)

    def _is_given_up(self, todo: ToDo, shown: Shown) -> bool:
        """Tell whether what is left could not be shown for a day: the bot may not any more."""
        ended_at = todo.session.ended_at
        if ended_at is None or todo.to_cancel or not shown.failures:
            return False
        return self._time.now() >= ended_at + _GIVEN_UP_AFTER

    async def _shown(self, todo: ToDo, shown: Shown) -> float | None:
        try:
            if todo.session.thread_id is None:
                await self._showing.open_thread(todo)
                return 0.0
            return await self._showing.show(todo, shown)
        except ThreadGone:
            await self._store.gone(todo.session, self._time.now())
            return 0.0

    def _next_s(self, todo: ToDo, delay_s: float | None) -> float:
        """Return when to look again, if nothing pokes before."""
        session = todo.session
        if not session.is_live and delay_s is None:
            if todo.awaits_late_entries:
                return _REST_S
            return _LOOK_S if todo.to_cancel else 0.0  # all was shown: it can be settled
        delays: list[float] = [_LOOK_S if todo.is_moving and session.is_live else _REST_S]
        if delay_s is not None:
            delays.append(delay_s)
        ends_at = _end_of(todo)
        if ends_at is not None:
            delays.append(max(0.0, (ends_at - self._time.now()).total_seconds()))
        return min(delays)


def _end_of(todo: ToDo) -> datetime | None:
    session = todo.session
    if session.phase is Phase.VOTING:
        return session.round.voting_ends_at
    if session.phase is Phase.OPEN and not todo.board.is_closing:
        return session.round.ends_at
    return None


def _pause_s(shown: Shown) -> float:
    pause_s = min(_FIRST_PAUSE_S * 2.0**shown.failures, _LONGEST_PAUSE_S)
    shown.failures = min(shown.failures + 1, 10)
    return pause_s
