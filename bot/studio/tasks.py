"""The studio's tasks: what is known of each, and which are still kept."""

import asyncio
import shutil
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path

from bot.studio.refusals import Reason, Refused
from bot.studio.request import TaskRequest


class Status(Enum):
    """How far a task is; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredImage:
    """A file that can be fetched; *nsfw_confidence* (0 to 100) is None if nobody looked."""

    name: str
    path: Path
    image_type: str
    size_bytes: int
    nsfw_confidence: float | None


@dataclass(slots=True, kw_only=True)
class Task:
    """One accepted submit on its way. The queue alone changes it."""

    task_id: str
    request: TaskRequest
    submitted_at: datetime
    folder: Path
    status: Status = Status.QUEUED
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failed_reason: str = ""
    progress: list[float] = field(default_factory=list)
    previews: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    images: list[StoredImage] = field(default_factory=list)

    @property
    def fraction(self) -> float:
        """How much is done, 0 to 1; 1 only when all of it is there."""
        if self.status is Status.SUCCEEDED:
            return 1.0
        if not self.progress:
            return 0.0
        return min(sum(self.progress) / len(self.progress), 0.99)

    @property
    def is_final(self) -> bool:
        """True when nothing will change any more."""
        return self.status in {Status.SUCCEEDED, Status.FAILED, Status.TIMED_OUT}

    def image(self, name: str) -> StoredImage | None:
        """Return the result called *name*, or None."""
        return next((image for image in self.images if image.name == name), None)


class TaskBook:
    """All tasks by id. Of the finished ones the oldest go first, with their files."""

    def __init__(self, *, kept_tasks: int, kept_bytes: int) -> None:
        self._kept_tasks = kept_tasks
        self._kept_bytes = kept_bytes
        self._tasks: dict[str, Task] = {}
        self._finished: deque[Task] = deque()
        self._bytes = 0

    def add(self, task: Task) -> None:
        """Remember *task*."""
        self._tasks[task.task_id] = task

    def get(self, task_id: str) -> Task:
        """Return a task.

        Raises:
            Refused: It is not known, or not any more.
        """
        try:
            return self._tasks[task_id]
        except KeyError:
            raise Refused(Reason.TASK_UNKNOWN, "task not found") from None

    def __iter__(self) -> Iterator[Task]:
        return iter(self._tasks.values())

    async def finish(self, task: Task) -> None:
        """Count *task* as finished, and forget the oldest ones that are too many or too big."""
        task.previews.clear()
        task.request = task.request.without_pictures()
        self._finished.append(task)
        self._bytes += _size_bytes(task)
        while len(self._finished) > self._kept_tasks or (
            self._bytes > self._kept_bytes and len(self._finished) > 1
        ):
            oldest = self._finished.popleft()
            self._bytes -= _size_bytes(oldest)
            del self._tasks[oldest.task_id]
            await asyncio.to_thread(shutil.rmtree, oldest.folder, ignore_errors=True)


def _size_bytes(task: Task) -> int:
    return sum(image.size_bytes for image in task.images)
