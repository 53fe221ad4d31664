"""What was shown of a session, noted so that a restart neither forgets nor repeats it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.sessions.board import BoardEntry
from bot.domain.sessions.session import Session
from bot.store import session_upkeep
from bot.store.database import Database
from bot.store.posted_messages import FORGET, NOTE
from bot.store.session_stale import Announcement, Removals, Stale
from bot.store.session_upkeep import NO_POST, SET_POST, SET_ROUND, SET_SESSION, ToDo


class SessionNotes:
    """What is to be done for sessions. Each method raises ``StorageUnavailable``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def unsettled(self) -> Sequence[int]:
        """Return the ids of all sessions that go on, or of which something is to be shown."""
        return await self._database.read(session_upkeep.unsettled)

    async def to_do(self, session_id: int, now: datetime) -> ToDo:
        """Return what is to be done for one session.

        Raises:
            SessionRefused: It is not there any more.
        """
        return await self._database.read(
            lambda connection: session_upkeep.to_do(connection, session_id, now)
        )

    async def thread(self, session_id: int, thread_id: int) -> None:
        """Note its thread."""
        await self._set(session_id, thread_id=thread_id)

    async def edits(self, session_id: int, edits_at: Sequence[float]) -> None:
        """Note when the board was changed; before it is, so that none is forgotten."""
        await self._set(session_id, edits=list(edits_at))

    async def shown(self, session_id: int, message_id: int, version: str) -> None:
        """Note which message the board is, and what it shows."""
        await self._set(session_id, board_message_id=message_id, shown=version)

    async def summary(self, session_id: int, message_id: int, removed: Removals) -> None:
        """Note that the final picture is there, without what was removed by then."""
        await self._set(session_id, summary_message_id=message_id, summary_as_of=removed.last)

    async def settled(self, session_id: int, now: datetime) -> None:
        """Note that nothing is left to be done."""
        await self._set(session_id, settled_at=now)

    async def posted(self, session: Session, entry: BoardEntry, message_id: int) -> None:
        """Note the message of an entry, also among all that show its images."""
        post = {
            "message_id": message_id,
            "channel_id": session.thread_id,
            "generation_id": entry.generation_id,
        }

        def change(connection: Connection) -> None:
            connection.execute(SET_POST, {"entry": entry.entry_id, "message": message_id})
            connection.execute(NOTE, post)

        await self._database.writer.write(change)

    async def unposted(self, entry_id: int, message_id: int | None = None) -> None:
        """Note that there is nothing to post of an entry, and that its message is gone."""

        def change(connection: Connection) -> None:
            connection.execute(SET_POST, {"entry": entry_id, "message": NO_POST})
            if message_id is not None:
                connection.execute(FORGET, {"ids": [message_id]})

        await self._database.writer.write(change)

    async def announced(
        self,
        kind: Announcement,
        session_id: int,
        round_number: int,
        message_id: int,
        removed: Removals,
    ) -> None:
        """Note that a round's vote, or its result, was announced."""
        as_of = removed.of(round_number)
        values = {f"{kind}_message_id": message_id, f"{kind}_as_of": as_of}
        await self._set_round(session_id, round_number, **values)

    async def withdrawn(self, session_id: int, stale: Stale) -> None:
        """Note that an announcement is gone, so that it may be made anew."""
        values: dict[str, object] = {f"{stale.kind}_message_id": None}
        if stale.kind is Announcement.SUMMARY:
            await self._set(session_id, **values)
        else:
            await self._set_round(session_id, stale.round_number, **values)

    async def _set(self, session_id: int, **values: object) -> None:
        key = {"session": session_id}

        def change(connection: Connection) -> None:
            connection.execute(SET_SESSION.values(**values), key)

        await self._database.writer.write(change)

    async def _set_round(self, session_id: int, round_number: int, **values: object) -> None:
        key = {"session": session_id, "round": round_number}

        def change(connection: Connection) -> None:
            connection.execute(SET_ROUND.values(**values), key)

        await self._database.writer.write(change)
