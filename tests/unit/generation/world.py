"""The whole use case on a real database and real files, with time, service and person faked."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.domain.generation import Generation, MemberLimits, NewGeneration
from bot.domain.moderation.words.starting_words import StartingWords
from bot.generation.admission import Admission
from bot.generation.assembly import Surroundings, put_together
from bot.generation.breaker import Breaker
from bot.generation.called import Called
from bot.generation.card_ids import CardIds
from bot.generation.durations import Durations
from bot.generation.endings import Endings
from bot.generation.moderation.barring import Barring
from bot.generation.moderation.clearance import Clearance
from bot.generation.moderation.expiry import Expiry
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.prompt_stage import CompileWords, prompt_stage
from bot.generation.moderation.reviewing import Reviewing
from bot.generation.poller import Poller
from bot.generation.queue import Turns
from bot.generation.rush import Rush
from bot.generation.work import Work
from bot.providers.catalogue import Catalogue
from bot.settings import ProviderSettings
from bot.store.database import Database
from bot.store.durations import DurationTable
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.leases import Leases
from bot.store.policies import PolicyStore
from bot.store.reviews import Reviews
from bot.store.server_settings import ServerSettings
from bot.store.usage import Usage
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.empty_database import lay_empty_database
from tests.fakes.moderation import FakeGate
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new

OWNER = "easel"
LONGEST_WAIT = timedelta(hours=6)
QUOTA = MemberLimits(daily_quota=1_000, waiting=1_000, running=100)


def nobody() -> None:
    """Tell nobody."""


@dataclass(kw_only=True)
class World:
    """What a test asks and moves."""

    time: FakeTime
    provider: FakeProvider
    announcer: FakeAnnouncer
    files: ImageFiles
    generations: Generations
    leases: Leases
    reviews: Reviews
    policies: Policies
    database: Database
    server_settings: ServerSettings
    expiry: Expiry
    reviewing: Reviewing
    called: Called
    gate: FakeGate
    usage: Usage
    turns: Turns
    poller: Poller
    breaker: Breaker
    endings: Endings
    durations: Durations
    admission: Admission
    work: Work
    rush: Rush
    card_ids: CardIds
    data_dir: Path

    async def ask(self, wanted: NewGeneration | None = None) -> Generation:
        """Admit as a command does: then send the card, and wake the work."""
        generation = (await self.admission.admit(wanted or new())).generation
        await self.card_ids.note(generation.id, 1_000 + generation.id)
        self.work.wake()
        return generation

    async def row(self, generation: Generation) -> Generation:
        """Read the generation as it stands now."""
        row = await self.generations.get(generation.id)
        assert row is not None
        return row

    async def used(self, member_id: int = 1, server_id: int = 10) -> int:
        """Read the units that count against the member's quota today."""
        return (await self.usage.member(member_id, server_id, self.time.now(), 1_000)).today


@asynccontextmanager
async def start(  # noqa: PLR0913 - each test changes one of them
    data_dir: Path,
    *,
    time: FakeTime,
    provider: FakeProvider,
    announcer: FakeAnnouncer | None = None,
    settings: ProviderSettings | None = None,
    previews: bool = True,
    limits: MemberLimits = QUOTA,
    store: Callable[[Database], Generations] | None = None,
    owner: str = OWNER,
    gate: FakeGate | None = None,
    told: Callable[[], None] = nobody,
) -> AsyncIterator[World]:
    """Start the bot's inner half on *data_dir*; a second time is a restart."""
    announcer = announcer or FakeAnnouncer()
    settings = settings or ProviderSettings(name="fake", slots=64, images_per_minute=10_000)
    await asyncio.to_thread(lay_empty_database, data_dir)
    database = await Database.open(f"sqlite:///{data_dir / 'easel.sqlite3'}", time)
    catalogue = Catalogue(provider, time)
    durations = Durations(DurationTable(database), time)
    await durations.load()
    try:
        yield _assemble(
            _Parts(
                data_dir,
                time,
                provider,
                announcer,
                settings,
                previews,
                limits,
                owner,
                durations,
                gate or FakeGate(),
                told,
            ),
            store(database) if store is not None else Generations(database, owner),
            database,
            catalogue,
        )
    finally:
        await catalogue.close()
        await database.close()


@asynccontextmanager
async def running(world: World) -> AsyncIterator[None]:
    """Let the work run by itself, as in production, and shut it down at the end."""
    task = asyncio.create_task(world.work.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool]) -> None:
    """Let others run until *condition* holds.

    Raises:
        TimeoutError: It did not within 10 s.
    """
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.to_thread(_take_a_turn)  # else the store's threads starve beside us


def _take_a_turn() -> None:
    """Do nothing, on another thread."""


@dataclass(frozen=True)
class _Parts:
    data_dir: Path
    time: FakeTime
    provider: FakeProvider
    announcer: FakeAnnouncer
    settings: ProviderSettings
    previews: bool
    limits: MemberLimits
    owner: str
    durations: Durations
    gate: FakeGate
    told: Callable[[], None]


def _assemble(
    parts: _Parts, generations: Generations, database: Database, catalogue: Catalogue
) -> World:
    files, leases = ImageFiles(parts.data_dir), Leases(database)
    reviews, policies, called = (
        Reviews(database),
        Policies(PolicyStore(database), CompileWords(StartingWords())),
        Called(),
    )
    clearance = Clearance(
        gate=parts.gate,
        policies=policies,
        reviews=reviews,
        time=parts.time,
        owner=parts.owner,
        told=parts.told,
    )
    reviewing = Reviewing(
        reviews=reviews,
        generations=generations,
        policies=policies,
        called=called,
        barring=Barring(policies, called),
        words=prompt_stage().judge,
        told=parts.told,
        time=parts.time,
        owner=parts.owner,
    )
    use_case = put_together(
        Surroundings(
            owner=parts.owner,
            generations=generations,
            leases=leases,
            image_files=files,
            providers={parts.provider.name: parts.provider},
            rows={parts.settings.name: parts.settings},
            durations=parts.durations,
            limits=parts.limits,
            longest_wait=LONGEST_WAIT,
            has_previews=parts.previews,
            announcer=parts.announcer,
            reviews=reviews,
            clearance=clearance,
            called=called,
            time=parts.time,
            chance=random.Random(1),  # noqa: S311 - jitter
        )
    )
    return World(
        time=parts.time,
        provider=parts.provider,
        announcer=parts.announcer,
        files=files,
        generations=generations,
        leases=leases,
        reviews=reviews,
        policies=policies,
        database=database,
        server_settings=ServerSettings(database),
        reviewing=reviewing,
        expiry=Expiry(reviewing, parts.time),
        called=called,
        gate=parts.gate,
        usage=Usage(database),
        turns=use_case.turns,
        poller=use_case.poller,
        breaker=use_case.breaker,
        endings=use_case.endings,
        durations=parts.durations,
        admission=Admission(
            generations=generations,
            provider=parts.provider,
            catalogue=catalogue,
            limits=parts.limits,
            turns=use_case.turns,
            time=parts.time,
            first_checks=(use_case.door.check,),
            sent_to_review=parts.told,
        ),
        work=use_case.work,
        rush=use_case.rush,
        card_ids=use_case.card_ids,
        data_dir=parts.data_dir,
    )
