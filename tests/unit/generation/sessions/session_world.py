"""Sessions on the whole use case: their keeper stepped by hand, their thread in memory."""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.generation import Generation
from bot.domain.moderation.words.prompt_policy import PromptPolicy
from bot.domain.moderation.words.starting_words import StartingWords
from bot.domain.sessions.actor import Actor
from bot.domain.sessions.rules import SessionRules
from bot.domain.sessions.session import NewSession, Session
from bot.generation.cancelling import Cancelling
from bot.generation.moderation.other_refusals import OtherRefusals
from bot.generation.moderation.policies import Policies
from bot.generation.sessions.keeper import SessionKeeper
from bot.generation.sessions.phases import Phases
from bot.generation.sessions.pictures import EntryPictures
from bot.generation.sessions.service import Sessions
from bot.generation.sessions.showing import Showing
from bot.store.moderation_log import ModerationLog
from bot.store.policies import PolicyStore
from bot.store.session_notes import SessionNotes
from bot.store.session_store import SessionStore
from tests.fakes.stage import FakeStage
from tests.unit.generation.values import new
from tests.unit.generation.world import World

HOST = Actor(member_id=70, server_id=10)


def a_member(member_id: int, **known: Any) -> Actor:
    return Actor(**{"member_id": member_id, "server_id": 10, **known})


RULES = SessionRules(theme="Foxes", round_s=600, voting_s=300, budget=50)


@dataclass(kw_only=True)
class SessionWorld:
    """What a test of sessions asks and moves."""

    world: World
    stage: FakeStage
    store: SessionStore
    notes: SessionNotes
    keeper: SessionKeeper
    sessions: Sessions
    policies: Policies

    async def start(self, **rules: Any) -> Session:
        return await self.sessions.start(
            NewSession(
                server_id=10,
                channel_id=9,
                host_id=HOST.member_id,
                locale="en-US",
                rules=replace(RULES, **rules),
            )
        )

    async def enter(self, session: Session, member_id: int, prompt: str = "a fox") -> Generation:
        wanted = new(member_id=member_id)
        wanted = replace(wanted, request=wanted.request.model_copy(update={"prompt": prompt}))
        entering = await self.sessions.entering(session.id, wanted, a_member(member_id))
        generation = await self.world.ask(entering)
        self.sessions.entered(session.id)
        return generation

    async def end(self, session: Session) -> Session:
        """Let the host end what goes on at this moment."""
        now = await self.store.get(session.id)
        part = now.part(self.world.time.now())
        assert part is not None
        return await self.sessions.end(now.id, now.round.number, part, HOST)

    async def make(self) -> None:
        """Let everything that waits be made and delivered."""
        await self.world.work.settle()

    async def pass_s(self, seconds: float) -> None:
        """Let time pass, stepping the keeper whenever it wants to look."""
        end_s = self.world.time.monotonic() + seconds
        while True:
            delay_s = max(await self.keeper.step(), 0.01)
            left_s = end_s - self.world.time.monotonic()
            if left_s <= delay_s:
                self.world.time.advance(left_s)
                await self.keeper.step()
                return
            self.world.time.advance(delay_s)


def build(world: World, stage: FakeStage) -> SessionWorld:
    """Put sessions together beside *world*; a second time is a restart of them."""
    database = world.generations._database
    policies = Policies(PolicyStore(database), lambda _terms, _off: PromptPolicy(StartingWords()))
    store, notes = SessionStore(database), SessionNotes(database)
    pictures = EntryPictures(world.generations, world.files)
    phases = Phases(store, pictures, world.time)
    cancelling = Cancelling(
        generations=world.generations,
        endings=world.endings,
        turns=world.turns,
        work=world.work,
        time=world.time,
    )
    keeper = SessionKeeper(
        store=store,
        notes=notes,
        phases=phases,
        showing=Showing(stage=stage, store=store, notes=notes, pictures=pictures, time=world.time),
        cancel=cancelling.cancel,
        time=world.time,
    )
    sessions = Sessions(
        store=store,
        keeper=keeper,
        phases=phases,
        provider=world.provider,
        policies=policies,
        on_refused=OtherRefusals(ModerationLog(database), world.time).note,
        wake=world.work.wake,
        time=world.time,
    )
    return SessionWorld(
        world=world,
        stage=stage,
        store=store,
        notes=notes,
        keeper=keeper,
        sessions=sessions,
        policies=policies,
    )
