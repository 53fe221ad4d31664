"""Handing a generation to its provider: once, or again only when it surely did not arrive."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from bot.domain.generation import Generation, Status
from bot.errors import (
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    StorageUnavailable,
)
from bot.generation.breaker import Ask, Breaker
from bot.generation.fault_words import fault_words
from bot.generation.queue import Turns
from bot.providers.provider import Provider, SubmittedTask
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_FIRST_PAUSE_S = 2.0
_MAX_PAUSE_S = 15.0  # from then on the breaker rules
_FIRST_NOTE_PAUSE_S = 1.0
_NOTED_WITHIN_S = 600.0


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came of a submit: the generation, running or queued again.

    *is_ours* False: its row says otherwise, because it was cancelled or taken away meanwhile. What
    runs keeps the service busy all the same.
    """

    generation: Generation
    is_ours: bool


class Submission:
    """Submits; a provider in trouble is left alone with everything that waits for it."""

    def __init__(
        self,
        generations: Generations,
        files: ImageFiles,
        providers: Mapping[str, Provider],
        turns: Turns,
        breaker: Breaker,
        time: Time,
    ) -> None:
        self._generations = generations
        self._files = files
        self._providers = providers
        self._turns = turns
        self._breaker = breaker
        self._time = time
        self._failures: Counter[str] = Counter()  # in a row, by provider

    async def submit(self, generation: Generation) -> Submitted:
        """Return whether the generation runs now, or is queued again.

        What surely did not arrive waits in its old place, however often that happens.

        Raises:
            ProviderError: It is not to be submitted again.
            StorageUnavailable: An input could not be read, or the outcome not written.
        """
        name = generation.provider
        inputs = {
            sha256: await self._files.read_input(sha256)
            for sha256 in generation.request.input_hashes
        }
        if self._breaker.is_shut(name):  # since it was claimed
            return await self._queued_again(generation)
        try:
            with self._breaker.attempt(name):
                task = await self._ask(generation, inputs)
        except ProviderError as error:
            if not self._may_wait(name, error):
                raise
            self._pause(generation, error)
            return await self._queued_again(generation)
        self._failures[name] = 0
        logger.info("submitted", generation=generation.id, task=task.task_id)
        return await self._started(generation, task)

    async def _ask(self, generation: Generation, inputs: Mapping[str, bytes]) -> SubmittedTask:
        name = generation.provider
        try:
            task = await self._providers[name].submit(generation.request, inputs)
        except ProviderError as error:
            self._breaker.failed(name, Ask.SUBMIT, error, generation.id)
            raise
        self._breaker.worked(name, Ask.SUBMIT)
        return task

    def _may_wait(self, provider: str, error: ProviderError) -> bool:
        if not error.surely_not_taken:
            return False
        if isinstance(error, ProviderAccount):  # one is told of it; a hundred wait for the owner
            return self._breaker.is_held_up(provider)
        return isinstance(error, ProviderBusy | ProviderUnavailable)

    def _pause(self, generation: Generation, error: ProviderError) -> None:
        name = generation.provider
        pause_s = min(_FIRST_PAUSE_S * 2 ** self._failures[name], _MAX_PAUSE_S)
        self._failures[name] = min(self._failures[name] + 1, 10)
        self._turns.pause(name, max(pause_s, self._breaker.rest_s(name)))
        logger.warning(
            "not taken",
            generation=generation.id,
            reason=fault_words(error, generation.request),
        )

    async def _queued_again(self, generation: Generation) -> Submitted:
        logger.info("queued again", generation=generation.id)
        is_ours = await self._generations.requeue(generation.id, self._time.now())
        return Submitted(replace(generation, status=Status.QUEUED), is_ours)

    async def _started(self, generation: Generation, task: SubmittedTask) -> Submitted:
        now = self._time.now()
        is_ours = await self._is_noted(generation, task)
        logger.info("running", generation=generation.id, is_ours=is_ours)
        running = replace(
            generation,
            status=Status.RUNNING,
            task_id=task.task_id,
            warning=task.warning,
            submitted_at=now,
        )
        return Submitted(running, is_ours)

    async def _is_noted(self, generation: Generation, task: SubmittedTask) -> bool:
        """Write the id of a task that is paid already, again and again while the store is away."""
        now, pause_s = self._time.now(), _FIRST_NOTE_PAUSE_S
        give_up_at_s = self._time.monotonic() + _NOTED_WITHIN_S
        while True:
            try:
                return await self._generations.started(
                    generation.id, task.task_id, task.warning, now
                )
            except StorageUnavailable:
                if self._time.monotonic() + pause_s > give_up_at_s:
                    raise
                logger.warning("task not noted yet", generation=generation.id)
            await self._time.sleep(pause_s)  # the database took nothing
            pause_s = min(pause_s * 2, _MAX_PAUSE_S)
