"""One generation's life, step by step; each step ends by itself and leaves the row true."""

import asyncio
from collections.abc import Mapping

import structlog

from bot.domain.generation import Generation, Rung, Status, StoredImage
from bot.errors import TaskFailed, UserError
from bot.generation.announcer import Announcer, ImageFile, Progress
from bot.generation.collection import Collection, ImagesLost
from bot.generation.endings import Endings, unreadable
from bot.generation.first_answer import with_card
from bot.generation.moderation.clearance import Clearance
from bot.generation.poller import Poller, WatchedTask
from bot.generation.previews import Previews
from bot.generation.queue import Turns
from bot.generation.submission import Submission
from bot.providers.provider import Provider, TaskState, TaskStatus
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.texts import use_language
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_COLLECTED_AT_ONCE = 8  # each holds all of its images in memory


class _NotOurs(Exception):
    """Another process has taken the generation over."""


class Runner:
    """Submits, looks, collects and delivers; whatever goes wrong gives the units back."""

    def __init__(  # noqa: PLR0913 - the use case is where all the parts meet
        self,
        *,
        generations: Generations,
        providers: Mapping[str, Provider],
        submission: Submission,
        collection: Collection,
        previews: Previews,
        turns: Turns,
        poller: Poller,
        leases: Leases,
        owner: str,
        endings: Endings,
        announcer: Announcer,
        clearance: Clearance,
        time: Time,
    ) -> None:
        self._clearance = clearance
        self._generations = generations
        self._providers = providers
        self._submission = submission
        self._collection = collection
        self._previews = previews
        self._turns = turns
        self._poller = poller
        self._leases = leases
        self._owner = owner
        self._endings = endings
        self._announcer = announcer
        self._time = time
        self._collecting = asyncio.Semaphore(_COLLECTED_AT_ONCE)
        self._shown: dict[int, Rung] = {}  # delivered, and not yet in the database

    async def start(self, generation: Generation) -> None:
        """Submit a claimed generation and have its task looked at.

        Raises:
            StorageUnavailable: The outcome could not be written.
        """
        use_language(generation.place.locale)  # for as long as this errand's task
        if generation.is_damaged:
            await self._endings.fail(generation, unreadable(), expected=Status.SUBMITTING)
            return
        try:
            submitted = await self._submission.submit(generation)
        except UserError as error:
            await self._endings.fail(generation, error, expected=Status.SUBMITTING)
            return
        newest = submitted.generation
        if newest.status is Status.RUNNING:
            # Whosever it is now: the service works on it, so its slot is taken until it ends.
            task = self._poller.watch(newest, str(newest.task_id), first_look_s=None)
            if submitted.is_ours:
                self._announcer.progress(newest, Progress(eta_s=task.eta_s))
            else:
                await self._endings.cancelled_meanwhile(newest, is_taken=True)
            return
        self._turns.release(generation)
        if submitted.is_ours:
            self._turns.add(newest)
        else:
            await self._endings.cancelled_meanwhile(newest, is_taken=False)

    async def look(self, task: WatchedTask) -> None:
        """Look at a running task once and do what follows from it.

        Raises:
            StorageUnavailable: The outcome could not be written.
        """
        use_language(task.generation.place.locale)
        try:
            state = await self._poller.look(task)
            if state is not None and state.status is TaskStatus.FAILED:
                raise TaskFailed(state.reason)
        except UserError as error:
            await self._endings.fail(task.generation, error, expected=Status.RUNNING)
            return
        if state is None:
            self._previews.show_silence(task)
            return
        if state.status is TaskStatus.SUCCEEDED:
            await self._finish(task.generation, state)
        else:
            await self._previews.show(task, state)

    async def deliver(self, generation: Generation) -> None:
        """Bring the stored images of a ready generation to their owner, if these may be seen.

        Raises:
            StorageUnavailable: A file could not be read now, or the outcome not written.
            DiscordUnreachable: Not now; the row stays ready.
        """
        if generation.id not in self._shown and not await self._is_cleared(generation):
            return
        rung = self._shown.get(generation.id) or await self._show(generation)
        if rung is None:
            return
        # If it cannot be written, the next try writes it only: nobody gets the same twice.
        self._shown[generation.id] = rung
        await self._generations.delivered(generation.id, rung, self._time.now())
        self._shown.pop(generation.id, None)
        self._clearance.forget(generation.id)
        logger.info("delivered", generation=generation.id, rung=rung)

    async def _is_cleared(self, generation: Generation) -> bool:
        outcome = await self._clearance.of(generation)
        if outcome.refused is not None:
            await self._endings.tell(outcome.refused)
        elif outcome.held is not None:
            self._announcer.progress(
                outcome.held, Progress(fraction=1.0, review_until=outcome.until)
            )
        return outcome.is_cleared

    async def _show(self, generation: Generation) -> Rung | None:
        if generation.place.message_id is None:
            generation = await with_card(self._generations, self._time, generation)
        try:
            return await self._announcer.deliver(generation, lambda: self._load(generation))
        except _NotOurs:
            logger.info("not ours any more", generation=generation.id)
        except ImagesLost as error:
            await self._endings.fail(generation, error, expected=Status.READY)
        return None

    async def _load(self, generation: Generation) -> list[ImageFile]:
        # A process that was stopped for minutes may have lost its work to another.
        if not await self._leases.holds(self._owner, generation.id):
            raise _NotOurs
        return await self._collection.load(generation)

    async def _finish(self, generation: Generation, state: TaskState) -> None:
        # The service's slot is free from here on, however long downloads and uploads take.
        self._turns.release(generation)
        ready, fault = None, None
        # Apart from delivery: while Discord is away, links at the service must not run out.
        async with self._collecting:
            if not await self._leases.holds(self._owner, generation.id):
                logger.info("ended meanwhile, images dropped", generation=generation.id)
                return
            try:
                stored = await self._collect(generation, state)
            except UserError as error:
                fault = error
            else:
                # What is paid for is not dropped because a row cannot be written now: the row
                # stays running, and is taken up again.
                ready = await self._generations.ready(generation.id, stored, self._time.now())
        if fault is not None:
            await self._endings.fail(generation, fault, expected=Status.RUNNING)
            return
        # Once more, because the row counted as one of its member's running ones until now.
        self._turns.release(generation)
        if ready is None:
            logger.info("ended meanwhile, images dropped", generation=generation.id)
            return
        logger.info("images stored", generation=generation.id, count=len(ready.images))
        await self.deliver(ready)

    async def _collect(self, generation: Generation, state: TaskState) -> tuple[StoredImage, ...]:
        provider = self._providers[generation.provider]
        images = await self._collection.collect(provider, generation, state.images)
        return tuple(file.stored for file in images)  # what waits for Discord holds no bytes
