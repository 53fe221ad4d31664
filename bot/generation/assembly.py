"""The parts of the use case, put together in one place; starts nothing."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.generation import MemberLimits
from bot.generation.announcer import Announcer
from bot.generation.breaker import Breaker
from bot.generation.called import Called
from bot.generation.card_ids import CardIds
from bot.generation.chores import Chore, Sweep
from bot.generation.collection import Collection
from bot.generation.door import Door
from bot.generation.durations import Durations
from bot.generation.endings import Endings
from bot.generation.moderation.clearance import Clearance
from bot.generation.overdue import Overdue
from bot.generation.poller import Poller
from bot.generation.positions import Positions
from bot.generation.previews import AllowsPreviews, Previews, everywhere
from bot.generation.queue import Turns
from bot.generation.recovery import Recovery
from bot.generation.runner import Runner
from bot.generation.rush import Rush
from bot.generation.submission import Submission
from bot.generation.work import Work
from bot.providers.provider import Provider
from bot.settings import ProviderSettings
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.leases import Leases
from bot.store.reviews import Reviews
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the use case stands on; ``owner`` is this process's name among others."""

    owner: str
    generations: Generations
    leases: Leases
    image_files: ImageFiles
    providers: Mapping[str, Provider]
    rows: Mapping[str, ProviderSettings]
    limits: MemberLimits
    durations: Durations
    longest_wait: timedelta
    has_previews: bool
    announcer: Announcer
    reviews: Reviews
    clearance: Clearance
    time: Time
    chance: random.Random
    called: Called = field(default_factory=Called)
    sweeps: Sequence[Sweep] = ()
    allows_previews: AllowsPreviews = everywhere
    chores: Sequence[Chore] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCase:
    """What the outside needs of it."""

    turns: Turns
    poller: Poller
    breaker: Breaker
    endings: Endings
    door: Door
    rush: Rush
    card_ids: CardIds
    work: Work


def put_together(base: Surroundings) -> UseCase:
    """Build the parts and hand them to each other."""
    breaker = Breaker(base.providers, base.time, base.chance)
    turns = Turns(
        base.generations,
        base.rows.values(),
        owner=base.owner,
        limits=base.limits,
        time=base.time,
        held_up=breaker,
        expected=base.durations.expected,
    )
    positions = Positions(base.generations, turns, base.announcer, base.time)
    breaker.tell(turns.pause)
    poller = Poller(base.providers, base.rows, base.durations, breaker, base.time, base.chance)
    endings = Endings(
        generations=base.generations,
        leases=base.leases,
        turns=turns,
        poller=poller,
        announcer=base.announcer,
        reviews=base.reviews,
        time=base.time,
    )
    door, rush = Door(), Rush(base.time)
    card_ids = CardIds(base.generations, base.time)
    runner = _runner(base, turns, poller, breaker, endings)
    return UseCase(
        turns=turns,
        poller=poller,
        breaker=breaker,
        endings=endings,
        door=door,
        rush=rush,
        card_ids=card_ids,
        work=Work(
            generations=base.generations,
            leases=base.leases,
            turns=turns,
            poller=poller,
            runner=runner,
            endings=endings,
            clearance=base.clearance,
            called=base.called,
            recovery=Recovery(
                leases=base.leases,
                turns=turns,
                poller=poller,
                runner=runner,
                endings=endings,
                time=base.time,
                owner=base.owner,
            ),
            positions=positions,
            overdue=Overdue(base.generations, endings, base.time, base.longest_wait),
            door=door,
            rush=rush,
            time=base.time,
            chance=base.chance,
            owner=base.owner,
            chores=(*_chores(base.durations, breaker, card_ids), *base.chores),
            sweeps=base.sweeps,
        ),
    )


def _chores(durations: Durations, breaker: Breaker, card_ids: CardIds) -> Sequence[Chore]:
    return (
        Chore(name="cards", delay_s=card_ids.delay_s, do=card_ids.write),
        Chore(name="probe", delay_s=breaker.probe_due_s, do=breaker.probe),
        Chore(name="durations", delay_s=durations.save_due_s, do=durations.save),
    )


def _runner(
    base: Surroundings, turns: Turns, poller: Poller, breaker: Breaker, endings: Endings
) -> Runner:
    return Runner(
        generations=base.generations,
        providers=base.providers,
        submission=Submission(
            base.generations, base.image_files, base.providers, turns, breaker, base.time
        ),
        collection=Collection(base.image_files, base.time),
        previews=Previews(
            base.providers,
            poller,
            base.announcer,
            is_on=base.has_previews,
            allows=base.allows_previews,
        ),
        turns=turns,
        poller=poller,
        leases=base.leases,
        owner=base.owner,
        endings=endings,
        announcer=base.announcer,
        clearance=base.clearance,
        time=base.time,
    )
