"""Turns: who is next, when a slot is free and the images of this minute are not used up."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.domain.generation import Generation, MemberLimits, QueuePlace
from bot.generation.announcer import Progress
from bot.generation.forecast import MINUTE_S
from bot.generation.lane import Expected, Lane
from bot.generation.looks import Expectation
from bot.generation.minute import ImagesPerMinute
from bot.settings import ProviderSettings
from bot.store.claims import NoRoom
from bot.store.generations import Generations
from bot.store.leases import LEASE
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


def nothing_learnt(generation: Generation, elapsed_s: float) -> Expectation | None:
    """Know nothing of how long a task takes."""
    del generation, elapsed_s
    return None


class HeldUp(Protocol):
    """Knows which providers do not answer, so that nothing is to be submitted to them."""

    def is_held_up(self, provider: str) -> bool:
        """Whether *provider* does not take what waits, as far as is known."""
        ...

    def is_shut(self, provider: str) -> bool:
        """Whether nothing is to be submitted to *provider* now; one may be tried alone."""
        ...


class Turns:
    """Claims the next generation of each provider; the order itself is the database's.

    *waiting* is a cache of what this process admitted and has not seen its turn: it says which
    cards wait, nothing else.
    """

    def __init__(
        self,
        generations: Generations,
        providers: Iterable[ProviderSettings],
        *,
        owner: str,
        limits: MemberLimits,
        time: Time,
        held_up: HeldUp | None = None,
        expected: Expected = nothing_learnt,
    ) -> None:
        self._generations = generations
        self._owner = owner
        self._limits = limits
        self._held_up = held_up
        self._time = time
        self._lanes = {
            settings.name: Lane(
                settings=settings,
                minute=ImagesPerMinute(settings.images_per_minute, time),
                expected=expected,
                running_per_member=limits.running,
            )
            for settings in providers
        }
        self._waiting: dict[int, Generation] = {}
        self._shown: dict[int, Progress] = {}

    @property
    def waiting(self) -> Mapping[int, Generation]:
        """The generations that wait for their turn, oldest first."""
        return self._waiting

    def add(self, generation: Generation, shown: Progress | None = None) -> None:
        """Let a queued generation wait for its turn; *shown* is what its card says already."""
        shown = shown or self._shown.get(generation.id)
        self.forget(generation.id)
        self._waiting[generation.id] = generation
        if shown is not None:
            self._shown[generation.id] = shown
        self._lanes[generation.provider].add(generation)

    def forget(self, generation_id: int) -> None:
        """Let a generation wait no longer, because its turn has come or it was cancelled."""
        self._shown.pop(generation_id, None)
        generation = self._waiting.pop(generation_id, None)
        if generation is not None:
            self._lanes[generation.provider].forget(generation)

    def shown(self, generation_id: int) -> Progress | None:
        """Return what the card of a waiting generation shows, as far as is known."""
        return self._shown.get(generation_id)

    def show(self, generation_id: int, progress: Progress) -> None:
        """Remember what the card of a waiting generation shows."""
        if generation_id in self._waiting:
            self._shown[generation_id] = progress

    @property
    def has_unknown(self) -> bool:
        """Whether of some waiting card nobody knows what it shows, as after a failed submit."""
        return len(self._shown) < len(self._waiting)

    def outdated(self, now: datetime) -> Iterator[int]:
        """Yield the waiting ones whose card shows a time that has passed, or nobody knows what."""
        for each in self._waiting:
            shown = self._shown.get(each)
            if shown is None or (shown.done_at is not None and shown.done_at <= now):
                yield each

    def next_promise_at(self) -> datetime | None:
        """Return the earliest time that the card of a waiting one shows."""
        times = (shown.done_at for shown in self._shown.values() if shown.done_at is not None)
        return min(times, default=None)

    def outlook(self, generation: Generation, place: QueuePlace) -> Progress:
        """Return what the card of a generation that waits at *place* should show now."""
        if self.is_held_up(generation.provider):
            return Progress(position=place.position, is_held_up=True)
        lane = self._lanes.get(generation.provider)
        end_s = None
        if lane is not None:
            end_s = lane.end_s(generation, place, self._time.monotonic())
        return Progress(
            position=place.position,
            done_at=None if end_s is None else self._time.now() + timedelta(seconds=end_s),
        )

    def look_again(self) -> None:
        """Believe no longer that the database has nothing to claim."""
        for lane in self._lanes.values():
            lane.look_again()

    def is_held_up(self, provider: str) -> bool:
        """Whether nothing is submitted to *provider* because it does not answer."""
        return self._held_up is not None and self._held_up.is_held_up(provider)

    def held_up(self) -> frozenset[str]:
        """Return the providers to which nothing is submitted because they do not answer."""
        return frozenset(name for name in self._lanes if self.is_held_up(name))

    def serves(self, provider: str) -> bool:
        """Whether *provider* is in the settings; else nobody claims what waits for it."""
        return provider in self._lanes

    def hold(self, generation: Generation) -> None:
        """Take a slot for a task that runs already; it may pass the number of slots."""
        now = self._time.now()
        age_s = max(0.0, (now - (generation.submitted_at or now)).total_seconds())
        lane = self._lanes[generation.provider]
        lane.hold(generation, self._time.monotonic() - age_s)

    def release(self, generation: Generation) -> None:
        """Give the slot back; harmless when it was given back before, or never had one."""
        lane = self._lanes.get(generation.provider)
        if lane is not None:
            lane.release(generation.id, self._time.monotonic())

    def pause(self, provider: str, delay_s: float) -> None:
        """Claim nothing for *provider* for *delay_s* seconds."""
        lane = self._lanes[provider]
        lane.quiet_until_s = max(lane.quiet_until_s, self._time.monotonic() + delay_s)

    def pause_all(self, delay_s: float) -> None:
        """Claim nothing at all for *delay_s* seconds."""
        for provider in self._lanes:
            self.pause(provider, delay_s)

    def next_turn_s(self) -> float | None:
        """Return seconds until a claim may succeed, or None until something changes."""
        delays = [
            delay for lane in self._lanes.values() if (delay := self._delay_s(lane)) is not None
        ]
        return min(delays, default=None)

    async def take(self) -> Generation | None:
        """Claim one generation that may start now; it holds a slot until it is released.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        for lane in self._lanes.values():
            if self._delay_s(lane) == 0.0 and (generation := await self._claim(lane)) is not None:
                return generation
        return None

    async def _claim(self, lane: Lane) -> Generation | None:
        await self._recall(lane)
        # Said before the wait: whoever is admitted during it must not be overlooked.
        lane.may_have_more = False
        now = self._time.now()
        claimed = await self._generations.claim(
            lane.settings.name,
            self._owner,
            now + LEASE,
            now,
            running_per_member=self._limits.running,
            running_per_server=self._limits.server_running,
            room=lane.minute.room(),
        )
        if claimed is None:
            return None
        lane.may_have_more = True
        if isinstance(claimed, NoRoom):
            lane.wanted = claimed.units
            return None
        lane.wanted = 1
        lane.hold(claimed, self._time.monotonic())
        lane.minute.take(claimed.units)
        self.forget(claimed.id)
        logger.info("its turn", generation=claimed.id, provider=lane.settings.name)
        return claimed

    async def _recall(self, lane: Lane) -> None:
        """Count what an earlier run submitted within this minute: the service does so, too."""
        if lane.is_recalled:
            return
        now, now_s = self._time.now(), self._time.monotonic()
        since = now - timedelta(seconds=MINUTE_S)
        for at, units in await self._generations.images_since(lane.settings.name, since):
            lane.minute.take(units, at_s=now_s - max(0.0, (now - at).total_seconds()))
        lane.is_recalled = True

    def _delay_s(self, lane: Lane) -> float | None:
        if not lane.may_have_more or lane.is_full:
            return None
        if self._held_up is not None and self._held_up.is_shut(lane.settings.name):
            return None
        quiet_s = max(0.0, lane.quiet_until_s - self._time.monotonic())
        return max(quiet_s, lane.minute.delay_s(lane.wanted))
