"""Turns: who is next, when a slot is free and the images of this minute are not used up."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from bot.domain.generation import Generation
from bot.generation.minute import ImagesPerMinute
from bot.settings import ProviderSettings
from bot.store.generations import Generations
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_LEASE = timedelta(minutes=2)


@dataclass(slots=True, kw_only=True)
class _Lane:
    settings: ProviderSettings
    minute: ImagesPerMinute
    busy: set[int] = field(default_factory=set)
    waiting_by_units: Counter[int] = field(default_factory=Counter)
    may_have_more: bool = True
    quiet_until_s: float = 0.0


class Turns:
    """Claims the next generation of each provider; the order itself is the database's.

    *waiting* is a cache of what this process admitted and has not seen its turn: it says how many
    cards wait and how many images the largest of them needs, nothing else.
    """

    def __init__(
        self,
        generations: Generations,
        providers: Iterable[ProviderSettings],
        *,
        owner: str,
        running_per_member: int,
        time: Time,
    ) -> None:
        self._generations = generations
        self._owner = owner
        self._running_per_member = running_per_member
        self._time = time
        self._lanes = {
            settings.name: _Lane(
                settings=settings, minute=ImagesPerMinute(settings.images_per_minute, time)
            )
            for settings in providers
        }
        self._waiting: dict[int, Generation] = {}

    @property
    def waiting(self) -> Mapping[int, Generation]:
        """The generations that wait for their turn, oldest first."""
        return self._waiting

    def add(self, generation: Generation) -> None:
        """Let a queued generation wait for its turn."""
        self.forget(generation.id)
        self._waiting[generation.id] = generation
        lane = self._lanes[generation.provider]
        lane.waiting_by_units[generation.units] += 1
        lane.may_have_more = True

    def forget(self, generation_id: int) -> None:
        """Let a generation wait no longer, because its turn has come or it was cancelled."""
        generation = self._waiting.pop(generation_id, None)
        if generation is not None:
            self._lanes[generation.provider].waiting_by_units[generation.units] -= 1

    def look_again(self) -> None:
        """Believe no longer that the database has nothing to claim."""
        for lane in self._lanes.values():
            lane.may_have_more = True

    def serves(self, provider: str) -> bool:
        """Whether *provider* is in the settings; else nobody claims what waits for it."""
        return provider in self._lanes

    def hold(self, generation: Generation) -> None:
        """Take a slot for a task that runs already; it may pass the number of slots."""
        self._lanes[generation.provider].busy.add(generation.id)

    def release(self, generation: Generation) -> None:
        """Give the slot back; harmless when it was given back before, or never had one."""
        lane = self._lanes.get(generation.provider)
        if lane is not None:
            lane.busy.discard(generation.id)
            lane.may_have_more = True

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

    async def _claim(self, lane: _Lane) -> Generation | None:
        # Said before the wait: whoever is admitted during it must not be overlooked.
        lane.may_have_more = False
        now = self._time.now()
        generation = await self._generations.claim(
            lane.settings.name,
            self._owner,
            now + _LEASE,
            now,
            running_per_member=self._running_per_member,
        )
        if generation is None:
            return None
        lane.may_have_more = True
        lane.busy.add(generation.id)
        lane.minute.take(generation.units)
        self.forget(generation.id)
        logger.info("its turn", generation=generation.id, provider=lane.settings.name)
        return generation

    def _delay_s(self, lane: _Lane) -> float | None:
        if not lane.may_have_more or len(lane.busy) >= lane.settings.slots:
            return None
        quiet_s = max(0.0, lane.quiet_until_s - self._time.monotonic())
        return max(quiet_s, lane.minute.delay_s(_largest(lane)))


def _largest(lane: _Lane) -> int:
    # Which of them is next is known after the claim only, so there must be room for any.
    return max((units for units, count in lane.waiting_by_units.items() if count > 0), default=1)
