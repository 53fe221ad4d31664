"""The phases of a session: what ends by itself, and how a round is decided."""

from datetime import timedelta

import structlog

from bot.domain.sessions.session import EndReason, Phase, Session
from bot.generation.sessions.pictures import EntryPictures
from bot.store.session_moves import RoundEnd
from bot.store.session_store import SessionStore
from bot.store.session_upkeep import ToDo
from bot.store.session_votes import Standing
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_LONGEST_PAUSE = timedelta(days=7)
_GRACE = timedelta(minutes=10)  # for what is still being made when a round is over


class Phases:
    """Moves sessions on; each move is a compare-and-set, so that a crash repeats nothing."""

    def __init__(self, store: SessionStore, pictures: EntryPictures, time: Time) -> None:
        self._store = store
        self._pictures = pictures
        self._time = time

    async def advance(self, todo: ToDo) -> bool:
        """End what is due; tell whether anything was.

        Raises:
            StorageUnavailable: It could not be read or written.
        """
        session, now = todo.session, self._time.now()
        if session.phase is Phase.OPEN and now >= session.round.ends_at:
            if todo.still_made and now < session.round.ends_at + _GRACE:
                return False  # everybody's entry is awaited for a while
            return await self.close(session, still_made=todo.still_made)
        if session.paused_at is not None and now >= session.paused_at + _LONGEST_PAUSE:
            return await self._store.cancel(session, EndReason.FORGOTTEN, now)
        ends_at = session.round.voting_ends_at
        if session.phase is Phase.VOTING and ends_at is not None and now >= ends_at:
            return await self._decide(session, await self._store.standing(session))
        return False

    async def close(self, session: Session, *, still_made: int) -> bool:
        """Begin the vote, if there is anything to be chosen from.

        Raises:
            StorageUnavailable: It could not be read or written.
        """
        standing = await self._store.standing(session)
        if len(standing.entries) < 2 and not still_made:  # noqa: PLR2004 - a choice needs two
            return await self._decide(session, standing)
        is_begun = await self._store.begin_vote(session, self._time.now())
        if is_begun:
            logger.info("vote begins", session=session.id, round=session.round.number)
        return is_begun

    async def _decide(self, session: Session, standing: Standing) -> bool:
        end = await self._end_of(session, standing)
        is_ended = await self._store.end_round(session, end, self._time.now())
        if is_ended:
            logger.info(
                "round ends",
                session=session.id,
                round=session.round.number,
                winner=end.winner_entry_id,
                goes_on=end.source is not None,
            )
        return is_ended

    async def _end_of(self, session: Session, standing: Standing) -> RoundEnd:
        if not standing.entries:
            return RoundEnd(reason=EndReason.NO_ENTRIES)
        winner = standing.winner
        if winner is None:
            return RoundEnd(reason=EndReason.NO_VOTES)
        if session.round.number >= session.rules.rounds:
            return RoundEnd(winner_entry_id=winner.entry_id)
        source = await self._pictures.keep_as_source(winner.generation_id)
        reason = EndReason.NO_SOURCE if source is None else None
        return RoundEnd(winner_entry_id=winner.entry_id, source=source, reason=reason)
