"""The queue: a bounded number of tasks is painted, the others wait their turn."""

import asyncio
import uuid
from pathlib import Path

import structlog

from bot.studio.faults import Faults
from bot.studio.messages import DetectJob, Job, Step
from bot.studio.nsfw import confidence
from bot.studio.pace import Pace
from bot.studio.plan import detect_jobs, image_jobs
from bot.studio.pool import PaintingPool
from bot.studio.process import JobFailed, PainterGone
from bot.studio.refusals import Reason, Refused
from bot.studio.request import TaskRequest
from bot.studio.settings import StudioSettings
from bot.studio.tasks import Status, StoredImage, Task, TaskBook
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)


class PaintingQueue:
    """Owns the tasks from their acceptance to their end. As many run as there are processes."""

    def __init__(
        self,
        settings: StudioSettings,
        *,
        pool: PaintingPool,
        book: TaskBook,
        faults: Faults,
        time: Time,
        folder: Path,
    ) -> None:
        self._settings = settings
        self._pool = pool
        self._book = book
        self._faults = faults
        self._time = time
        self._folder = folder
        self._pace = Pace()
        self._waiting: asyncio.Queue[Task] = asyncio.Queue()
        self._runners: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to paint what is accepted."""
        self._runners = [asyncio.create_task(self._run()) for _ in range(self._settings.workers)]

    async def close(self) -> None:
        """Stop painting; what is under way is lost."""
        for runner in self._runners:
            runner.cancel()
        await asyncio.gather(*self._runners, return_exceptions=True)

    def accept(self, request: TaskRequest) -> Task:
        """Put *request* at the end of the queue.

        Raises:
            Refused: Too many tasks wait already.
        """
        if self._waiting.qsize() >= self._settings.waiting_limit:
            raise Refused(Reason.TOO_MANY, "too many tasks are waiting")
        if request.pictures and self._held_bytes() > self._settings.waiting_bytes:
            raise Refused(Reason.TOO_MANY, "too many pictures are waiting")
        task_id = str(uuid.uuid4())
        task = Task(
            task_id=task_id,
            request=request,
            submitted_at=self._time.now(),
            folder=self._folder / task_id,
        )
        self._book.add(task)
        self._waiting.put_nowait(task)
        return task

    def eta_s(self, task: Task) -> float:
        """Return how many seconds are left for *task*, as far as one can tell."""
        if task.is_final:
            return 0.0
        own = task.request.work * (1 - task.fraction)
        if task.status is Status.RUNNING:
            return self._pace.eta_s(own)
        ahead = 0.0
        for other in self._book:
            if other is task:
                break
            if not other.is_final:
                ahead += other.request.work * (1 - other.fraction)
        return self._pace.eta_s(own + ahead / self._settings.workers)

    def _held_bytes(self) -> int:
        return sum(len(picture.content) for task in self._book for picture in task.request.pictures)

    async def _run(self) -> None:
        while True:
            task = await self._waiting.get()
            await self._faults.may_start()
            await self._bring_to_its_end(task)

    async def _bring_to_its_end(self, task: Task) -> None:
        task.started_at = self._time.now()
        task.status = Status.RUNNING
        started_s = self._time.monotonic()
        status, reason = Status.SUCCEEDED, ""
        try:
            async with asyncio.timeout(self._settings.task_deadline_s):
                status, reason = await self._paint(task)
        except TimeoutError:
            status, reason = Status.TIMED_OUT, "the task took too long"
        except Exception as error:  # noqa: BLE001 - a task must end whatever happens
            status, reason = Status.FAILED, _told(error, task)
        if status is Status.SUCCEEDED:
            self._pace.learn(task.request.work, self._time.monotonic() - started_s)
        task.failed_reason = reason
        task.finished_at = self._time.now()
        task.status = status
        await self._book.finish(task)

    async def _paint(self, task: Task) -> tuple[Status, str]:
        ending = self._faults.take_ending()
        if ending is not None:
            return ending.status, ending.reason
        await asyncio.to_thread(task.folder.mkdir, parents=True)
        task.progress = [0.0] * task.request.images
        async with asyncio.TaskGroup() as group:
            running = [
                *(
                    group.create_task(self._paint_one(task, index, job))
                    for index, job in enumerate(image_jobs(task))
                ),
                *(group.create_task(self._detect_one(job)) for job in detect_jobs(task)),
            ]
        task.images = [image.result() for image in running]
        return Status.SUCCEEDED, ""

    async def _paint_one(self, task: Task, index: int, job: Job) -> StoredImage:
        def on_step(step: Step) -> None:
            share = task.request.first_pass_share
            task.progress[index] = share * step.step / max(step.steps, 1)
            if step.preview:
                task.previews[index] = (step.step, step.preview)

        size_bytes = await self._pool.run(job, on_step)
        task.progress[index] = 1.0
        level = task.request.nsfw_level
        found = None if level is None else confidence(task.request.prompt, level)
        return _stored(job, size_bytes, found)

    async def _detect_one(self, job: DetectJob) -> StoredImage:
        return _stored(job, await self._pool.run(job, lambda _: None), 0.0)


def _stored(job: Job, size_bytes: int, found: float | None) -> StoredImage:
    return StoredImage(
        name=job.path.name,
        path=job.path,
        image_type=job.image_type,
        size_bytes=size_bytes,
        nsfw_confidence=found,
    )


def _told(error: Exception, task: Task) -> str:
    """Log *error* and return what a client may read of it: never a path or a prompt."""
    first: BaseException = error
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    match first:
        case PainterGone() | JobFailed():
            reason = str(first)
        case OSError():
            reason = "the image could not be stored"
        case _:
            logger.error("bug in a task", task=task.task_id, exc_info=error)
            return "internal error"
    logger.warning("task failed", task=task.task_id, fault=str(first))
    return reason
