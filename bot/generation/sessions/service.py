"""Group sessions as members and moderators use them: who may do what, and what follows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import structlog

from bot.domain.generation import NewEntry, NewGeneration, Origin
from bot.domain.request import SourceImage
from bot.domain.sessions.actor import Actor
from bot.domain.sessions.board import Ballot, Board, Summary
from bot.domain.sessions.phase_checks import check_phase
from bot.domain.sessions.refusals import Refusal, SessionRefused, refused
from bot.domain.sessions.rules import checked_rules
from bot.domain.sessions.session import EndReason, NewSession, Part, Phase, RemixSource, Session
from bot.domain.sessions.words import check_words
from bot.domain.sizes import Size
from bot.domain.sources import fitted_size
from bot.errors import NotSupported
from bot.generation.moderation.policies import Policies
from bot.generation.offspring import without_extras
from bot.generation.sessions.keeper import SessionKeeper
from bot.generation.sessions.phases import Phases
from bot.providers.provider import Ability, Provider
from bot.store.session_store import SessionStore
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_STRENGTH = 0.6  # of a remix: what won stays recognisable

_Step = Callable[[Session], Awaitable[bool]]


class Sessions:
    """What the commands and buttons of sessions call.

    Each method raises ``SessionRefused`` with a sentence for whoever asked, and
    ``StorageUnavailable``. *wake* lets the work look at the queue again; *on_refused* logs what a
    session refuses before admission would.
    """

    def __init__(  # noqa: PLR0913 - it uses all of them
        self,
        *,
        store: SessionStore,
        keeper: SessionKeeper,
        phases: Phases,
        provider: Provider,
        policies: Policies,
        on_refused: Callable[[NewGeneration, SessionRefused], Awaitable[None]],
        wake: Callable[[], None],
        time: Time,
    ) -> None:
        self._store = store
        self._keeper = keeper
        self._phases = phases
        self._provider = provider
        self._policies = policies
        self._on_refused = on_refused
        self._wake = wake
        self._time = time

    async def start(self, new: NewSession) -> Session:
        """Start a session, and open its thread if Discord answers; ``thread_id`` None: not yet.

        Raises:
            InvalidRequest: A rule cannot be so.
            NotSupported: The image service cannot paint over an image, so there are no rounds.
        """
        rules = checked_rules(new.rules)
        if rules.rounds > 1 and Ability.SOURCE not in self._provider.abilities:
            raise NotSupported(
                _("This image service cannot paint over an image, so there can be one round only.")
            )
        if rules.is_reviewed:
            book = await self._policies.of(new.server_id)
            if book.moderators_channel_id is None:
                raise refused(Refusal.NO_MODERATORS)
        session = await self._store.start(replace(new, rules=rules), self._time.now())
        logger.info("session starts", session=session.id, server=session.server_id)
        await self._keeper.tend(session.id)
        return await self._store.get(session.id)

    async def get(self, session_id: int) -> Session:
        """Return a session."""
        return await self._store.get(session_id)

    async def of_thread(self, thread_id: int) -> Session:
        """Return the newest session of a thread."""
        return await self._store.of_thread(thread_id)

    async def live(self, server_id: int) -> Sequence[Session]:
        """Return the sessions that go on in a server, the newest first."""
        return await self._store.live(server_id)

    async def check_may_enter(self, session_id: int, actor: Actor) -> Session:
        """Return the session if a member may enter now; asked before the form is shown."""
        session = await self._joined(session_id, actor)
        check_phase(session, self._time.now())
        await self._store.check_may_enter(session, actor.member_id)
        return session

    async def entering(self, session_id: int, new: NewGeneration, actor: Actor) -> NewGeneration:
        """Return *new* as an entry of the present round, to be asked for as anything else.

        Its answer is private, it is one image, and from the second round on it is painted over
        the winner of the one before, unless that was removed. Admission checks again what others
        may change meanwhile.
        """
        try:
            session = await self.check_may_enter(session_id, actor)
            await asyncio.to_thread(check_words, session.rules, new.request.prompt)
        except SessionRefused as refusal:
            await self._on_refused(new, refusal)
            raise
        request = new.request
        request = request.model_copy(update={"batch_size": 1, "n_iter": 1})
        place = replace(
            new.place,
            is_private=True,
            channel_id=session.thread_id or new.place.channel_id,
            parent_channel_id=session.channel_id,
        )
        entry = NewEntry(
            session_id=session.id,
            round_number=session.round.number,
            is_reviewed=session.rules.is_reviewed,
        )
        entered = replace(new, request=request, place=place, entry=entry)
        source = await self._store.source(session)
        return entered if source is None else self._painted_over(entered, source)

    def entered(self, session_id: int) -> None:
        """Say that an entry was admitted, so that the board shows it soon."""
        self._keeper.poke(session_id)

    async def pause(self, session_id: int, actor: Actor) -> Session:
        """Take no entries, and let those that wait wait on; the time that is left is kept."""
        return await self._lead(
            session_id,
            actor,
            lambda session: self._store.pause(session, self._time.now(), actor.member_id),
        )

    async def resume(self, session_id: int, actor: Actor) -> Session:
        """Go on after a pause, with what waits as well."""
        return await self._lead(
            session_id,
            actor,
            lambda session: self._store.resume(session, self._time.now(), actor.member_id),
        )

    async def end(self, session_id: int, round_number: int, part: Part, actor: Actor) -> Session:
        """End entries, the waiting for what is being made, or the vote, of a round.

        It is said which: pressed twice, or by two at once, it ends nothing that follows.
        """

        async def step(session: Session) -> bool:
            if (session.round.number, session.part(self._time.now())) != (round_number, part):
                return False
            return await self._end(session, part, actor.member_id)

        return await self._lead(session_id, actor, step)

    async def cancel(self, session_id: int, actor: Actor) -> Session:
        """End it without a winner; what waits is cancelled with its units back."""
        return await self._lead(
            session_id,
            actor,
            lambda session: self._store.cancel(
                session, EndReason.HOST, self._time.now(), actor.member_id
            ),
        )

    async def kick(self, session_id: int, member_id: int, actor: Actor) -> int:
        """Take a member out for good; return how many entries left with them."""
        session = await self._led(session_id, actor)
        removed = await self._store.kick(session, member_id, self._time.now(), actor.member_id)
        logger.info("taken out", session=session.id, member=member_id, by=actor.member_id)
        self._keeper.poke(session.id)
        return removed

    async def vote(self, session_id: int, entry_id: int, actor: Actor) -> None:
        """Count a member's vote; the last one counts."""
        if actor.is_bot:
            raise refused(Refusal.BOT)
        session = await self._joined(session_id, actor)
        await self._store.vote(session.id, entry_id, actor.member_id, self._time.now())
        self._keeper.poke(session.id)

    async def ballot(self, session_id: int, actor: Actor) -> Ballot:
        """Return what a member may vote for now."""
        session = await self._joined(session_id, actor)
        if session.phase is not Phase.VOTING:
            raise refused(Refusal.NOT_VOTING if session.is_live else Refusal.OVER)
        return await self._store.ballot(session, actor.member_id)

    async def board(self, session_id: int) -> Board:
        """Return the board as it is now."""
        return await self._store.board(session_id, self._time.now())

    async def summary(self, session_id: int) -> Summary:
        """Return what stays of a session; of one that goes on, its rounds so far."""
        return await self._store.summary(await self._store.get(session_id))

    async def _here(self, session_id: int, actor: Actor) -> Session:
        session = await self._store.get(session_id)
        if not actor.is_here(session):  # a button that somebody made by hand
            raise refused(Refusal.UNKNOWN)
        return session

    async def _joined(self, session_id: int, actor: Actor) -> Session:
        session = await self._here(session_id, actor)
        if not session.rules.lets_join(actor.role_ids):
            raise refused(Refusal.NO_ROLE)
        return session

    async def _led(self, session_id: int, actor: Actor) -> Session:
        session = await self._here(session_id, actor)
        if not actor.leads(session):
            raise refused(Refusal.HOST_ONLY)
        if not session.is_live:
            raise refused(Refusal.OVER)
        return session

    async def _lead(self, session_id: int, actor: Actor, step: _Step) -> Session:
        session = await self._led(session_id, actor)
        if not await step(session):
            raise refused(Refusal.MOVED_ON)
        logger.info("session led", session=session_id, was=session.phase, by=actor.member_id)
        if session.phase is Phase.PAUSED:  # what waits may be claimed again
            self._wake()
        await self._keeper.tend(session_id)
        return await self._store.get(session_id)

    async def _end(self, session: Session, part: Part, actor_id: int) -> bool:
        if part is Part.WAIT:
            return await self._phases.close(session, still_made=1)  # nobody is awaited any more
        return await self._store.end_now(session, self._time.now(), actor_id)

    def _painted_over(self, new: NewGeneration, source: RemixSource) -> NewGeneration:
        size = fitted_size(Size(source.width_px, source.height_px))
        changes = {
            "width_px": size.width_px,
            "height_px": size.height_px,
            "hires": None,
            "source": SourceImage(image_sha256=source.sha256, strength=_STRENGTH),
        }
        request = new.request.model_copy(update=changes)
        return replace(
            new,
            request=without_extras(request, self._provider),
            origin=Origin.REMIX,
            parent_id=source.generation_id,
            parent_index=source.image_index,
        )
