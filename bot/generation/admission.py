"""Admission: an ordered chain of checks; the last step takes the units and writes the row."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import structlog

from bot.domain.generation import Admitted, MemberLimits, NewGeneration, QueuePlace, Status
from bot.domain.moderation.blocks import BlockedMeanwhile
from bot.domain.quota_refusals import LimitReached
from bot.domain.sessions.refusals import SessionRefused
from bot.errors import ServerQueueFull, TooManyWaiting, UserError
from bot.generation.checks import (
    NETWORK_BUDGET_S,
    Check,
    is_supported_by,
    names_are_offered,
)
from bot.generation.inputs import prompt_is_kept
from bot.generation.moderation.other_refusals import OtherRefusal
from bot.generation.queue import Turns
from bot.providers.catalogue import Catalogue
from bot.providers.provider import Provider
from bot.store.generations import Generations
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

Refused = Callable[[NewGeneration, LimitReached], Awaitable[None]]
Otherwise = Callable[[NewGeneration, OtherRefusal], Awaitable[None]]


def _no_bound(_units: int) -> AbstractContextManager[None]:
    """Have room for everything."""
    return nullcontext()


async def _nobody(_new: NewGeneration, _refusal: UserError) -> None:
    """Tell nobody."""


def _nothing() -> None:
    """Tell nobody."""


class Admission:
    """Lets a request in, or refuses it before it costs anything.

    It wakes nobody: the caller wakes the work once the first answer stands, so that a generation
    that fails at once does not report to a card that is not there yet.
    """

    def __init__(  # noqa: PLR0913 - it asks all of them
        self,
        *,
        generations: Generations,
        provider: Provider,
        catalogue: Catalogue,
        limits: MemberLimits,
        turns: Turns,
        time: Time,
        first_checks: Sequence[Check] = (),
        last_checks: Sequence[Check] = (),
        set_aside: Callable[[int], AbstractContextManager[None]] = _no_bound,
        on_limit: Refused = _nobody,
        on_other: Otherwise = _nobody,
        sent_to_review: Callable[[], None] = _nothing,
    ) -> None:
        self._on_limit = on_limit
        self._on_other = on_other
        self._sent_to_review = sent_to_review
        self._generations = generations
        self._limits = limits
        self._turns = turns
        self._time = time
        self._catalogue = catalogue
        self._set_aside = set_aside
        self._checks = (*first_checks, prompt_is_kept, is_supported_by(provider))
        self._last_checks = tuple(last_checks)

    async def admit(self, new: NewGeneration, *, begun_at_s: float | None = None) -> Admitted:
        """Check *new*, take its units and queue it; returns without waiting for its turn.

        What a moderator is to look at first is not queued yet.

        Args:
            new: What is asked for.
            begun_at_s: When the command began, by the monotonic clock; what it has used of
                ``NETWORK_BUDGET_S`` so far is gone. None if it begins now.

        Raises:
            UserError: What the first check that refuses says, else ``LimitReached``,
                ``TooManyWaiting``, ``ServerQueueFull``, ``DiskFull`` or ``StorageUnavailable``;
                nothing was taken.
        """
        spent_s = 0.0 if begun_at_s is None else self._time.monotonic() - begun_at_s
        for check in self._checks:
            new = await check(new)
        new = await names_are_offered(self._catalogue, NETWORK_BUDGET_S - spent_s)(new)
        for check in self._last_checks:  # the rules see the names as the service knows them
            new = await check(new)
        try:
            with self._set_aside(new.request.units):
                admitted = await self._generations.admit(new, self._limits, self._time.now())
        except LimitReached as refusal:
            await self._on_limit(new, refusal)
            raise
        except (SessionRefused, TooManyWaiting, ServerQueueFull, BlockedMeanwhile) as refusal:
            await self._on_other(new, refusal)
            raise
        generation = admitted.generation
        logger.info("admitted", generation=generation.id, units=generation.units)
        if generation.status is Status.IN_REVIEW:
            self._sent_to_review()
            return admitted
        place = QueuePlace(position=admitted.position, units_ahead=admitted.units_ahead)
        first = self._turns.outlook(generation, place)
        self._turns.add(generation, first)
        return replace(admitted, done_at=first.done_at, is_held_up=first.is_held_up)
