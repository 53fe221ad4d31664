"""Handing a generation to its provider: once, or again only when it surely did not arrive."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.domain.generation import Generation, Status
from bot.errors import ProviderBusy, ProviderError, ProviderUnavailable
from bot.generation.fault_words import fault_words
from bot.generation.queue import Turns
from bot.providers.provider import Provider, SubmittedTask
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_BUSY_TRIES = 6
_UNREACHABLE_TRIES = 3
_FIRST_PAUSE_S = 2.0
_MAX_PAUSE_S = 300.0


class Submission:
    """Submits; a provider that is too busy is left alone with everything that waits for it."""

    def __init__(
        self,
        generations: Generations,
        files: ImageFiles,
        providers: Mapping[str, Provider],
        turns: Turns,
        time: Time,
    ) -> None:
        self._generations = generations
        self._files = files
        self._providers = providers
        self._turns = turns
        self._time = time
        self._tries: Counter[int] = Counter()

    async def submit(self, generation: Generation) -> Generation | None:
        """Return the generation as it is now: running, queued again, or None if it was taken away.

        Raises:
            ProviderError: It is not to be submitted again.
            StorageUnavailable: An input could not be read, or the outcome not written.
        """
        request = generation.request
        hashes = {unit.image_sha256 for unit in request.control_units}
        inputs = {sha256: await self._files.read_input(sha256) for sha256 in hashes}
        try:
            task = await self._providers[generation.provider].submit(request, inputs)
        except ProviderError as error:
            pause_s = self._pause_s(generation, error)
            if pause_s is None:
                self._tries.pop(generation.id, None)
                raise
            logger.warning(
                "queued again",
                generation=generation.id,
                reason=fault_words(error, request),
            )
            self._turns.pause(generation.provider, pause_s)
            is_ours = await self._generations.requeue(generation.id, self._time.now())
            return replace(generation, status=Status.QUEUED) if is_ours else None
        self._tries.pop(generation.id, None)
        return await self._started(generation, task)

    async def _started(self, generation: Generation, task: SubmittedTask) -> Generation | None:
        now = self._time.now()
        logger.info("submitted", generation=generation.id, task=task.task_id)
        is_ours = await self._generations.started(generation.id, task.task_id, task.warning, now)
        if not is_ours:
            return None
        logger.info("running", generation=generation.id)
        return replace(
            generation,
            status=Status.RUNNING,
            task_id=task.task_id,
            warning=task.warning,
            submitted_at=now,
        )

    def _pause_s(self, generation: Generation, error: ProviderError) -> float | None:
        """Return how long to leave the provider alone, or None if this was the last try."""
        if not error.surely_not_taken:
            return None
        if isinstance(error, ProviderBusy):
            tries_allowed = _BUSY_TRIES
        elif isinstance(error, ProviderUnavailable):
            tries_allowed = _UNREACHABLE_TRIES
        else:
            return None
        self._tries[generation.id] += 1
        tries = self._tries[generation.id]
        if tries >= tries_allowed:
            return None
        return min(error.retry_after_s or _FIRST_PAUSE_S * 2 ** (tries - 1), _MAX_PAUSE_S)
