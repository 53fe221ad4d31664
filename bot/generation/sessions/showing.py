"""Showing what is due of a session: thread, board, posts, the call to vote, results.

What is due is read from the rows; each message is noted once it is there, and carries a nonce of
its own, so that a crash in between does not double it.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.errors import DiscordUnreachable
from bot.generation.sessions.pacing import EditPacing
from bot.generation.sessions.pictures import EntryPictures
from bot.generation.sessions.stage import Stage
from bot.store.session_notes import SessionNotes
from bot.store.session_stale import Announcement
from bot.store.session_store import SessionStore
from bot.store.session_upkeep import ToDo
from bot.timing import Time

Answer = TypeVar("Answer")

_LONGEST_CALL_S = 60.0
_POST_INTERVAL_S = 2.0


@dataclass(slots=True)
class Shown:
    """What is remembered of one session between two looks; all of it may be lost."""

    pacing: EditPacing | None = None
    next_post_s: float = 0.0
    looked_s: float = float("-inf")
    failures: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Showing:
    """Shows through the stage what is due; ``load`` reads pictures for it."""

    def __init__(
        self,
        *,
        stage: Stage,
        store: SessionStore,
        notes: SessionNotes,
        pictures: EntryPictures,
        time: Time,
    ) -> None:
        self._stage = stage
        self._store = store
        self._notes = notes
        self._pictures = pictures
        self._time = time

    async def open_thread(self, todo: ToDo) -> None:
        """Open the thread of a session that has none.

        Raises:
            ThreadGone: Its channel was deleted.
            DiscordUnreachable: Not now.
            StorageUnavailable: It could not be noted.
        """
        thread_id = await _in_time(self._stage.open_thread(todo.session))
        await self._notes.thread(todo.session.id, thread_id)

    async def show(self, todo: ToDo, shown: Shown) -> float | None:
        """Show what is due; return in how many seconds more may be, None if nothing is left.

        Raises:
            ThreadGone: There is nowhere to show it.
            DiscordUnreachable: Not now.
            StorageUnavailable: It could not be read or noted.
        """
        if todo.stale is not None:
            await _in_time(self._stage.remove_post(todo.session, todo.stale.message_id))
            await self._notes.withdrawn(todo.session.id, todo.stale)
            return 0.0
        await self._announce(todo)
        delays = [await self._board(todo, shown), await self._posts(todo, shown)]
        return min((delay_s for delay_s in delays if delay_s is not None), default=None)

    async def _board(self, todo: ToDo, shown: Shown) -> float | None:
        board, session = todo.board, todo.session
        if board.version == todo.shown:
            return None
        pacing = self._pacing(todo, shown)
        delay_s = pacing.delay_s(self._time.monotonic(), is_urgent=board.is_urgent)
        if delay_s > 0:
            return delay_s
        pacing.note(self._time.monotonic())
        await self._notes.edits(session.id, self._stored(pacing))
        nonce = f"b{session.id}.{board.version}"
        message_id = await _in_time(self._stage.show_board(board, nonce))
        await self._notes.shown(session.id, message_id, board.version)
        return None

    async def _posts(self, todo: ToDo, shown: Shown) -> float | None:
        if todo.to_remove is not None:
            entry_id, message_id = todo.to_remove
            await _in_time(self._stage.remove_post(todo.session, message_id))
            await self._notes.unposted(entry_id, message_id)
            return 0.0
        entry = todo.to_post
        if entry is None:
            return None
        now_s = self._time.monotonic()
        if now_s < shown.next_post_s:
            return shown.next_post_s - now_s
        shown.next_post_s = now_s + _POST_INTERVAL_S
        picture = await self._pictures.load(entry)
        if picture is None:
            await self._notes.unposted(entry.entry_id)
        else:
            nonce = f"e{entry.entry_id}"
            message_id = await _in_time(self._stage.post_entry(todo.session, entry, picture, nonce))
            await self._notes.posted(todo.session, entry, message_id)
        return _POST_INTERVAL_S

    async def _announce(self, todo: ToDo) -> None:
        session, load = todo.session, self._pictures.load
        if (result := todo.result_due) is not None:
            nonce = f"r{session.id}.{result.number}{_mark(todo.removed.of(result.number))}"
            posted = await _in_time(self._stage.post_result(session, result, load, nonce))
            await self._notes.announced(
                Announcement.RESULT, session.id, result.number, posted, todo.removed
            )
        if todo.is_call_due:
            number = session.round.number
            nonce = f"v{session.id}.{number}{_mark(todo.removed.of(number))}"
            posted = await _in_time(self._stage.call_to_vote(todo.board, nonce))
            await self._notes.announced(
                Announcement.CALL, session.id, session.round.number, posted, todo.removed
            )
        if todo.is_summary_due:
            summary = await self._store.summary(session)
            nonce = f"s{session.id}{_mark(todo.removed.last)}"
            posted = await _in_time(self._stage.post_summary(summary, load, nonce))
            await self._notes.summary(session.id, posted, todo.removed)

    def _pacing(self, todo: ToDo, shown: Shown) -> EditPacing:
        if shown.pacing is None:
            shown.pacing = EditPacing.restored(
                todo.edits_at,
                wall_s=self._time.now().timestamp(),
                now_s=self._time.monotonic(),
            )
        return shown.pacing

    def _stored(self, pacing: EditPacing) -> list[float]:
        return pacing.stored(wall_s=self._time.now().timestamp(), now_s=self._time.monotonic())


def _mark(removed_at: datetime | None) -> str:
    """Return what makes the nonce of an announcement another one once something was removed."""
    return "" if removed_at is None else f".{removed_at.timestamp() * 1_000:.0f}"


async def _in_time(call: Awaitable[Answer]) -> Answer:
    try:
        async with asyncio.timeout(_LONGEST_CALL_S):
            return await call
    except TimeoutError:
        raise DiscordUnreachable("a session's message took too long") from None
