"""An image service in memory: tasks that take fake time, and faults on demand."""

import asyncio
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from bot.domain.request import ImageRequest
from bot.errors import NotSupported, TaskLost
from bot.providers.provider import (
    Ability,
    CatalogueEntry,
    ModelKind,
    RemoteImage,
    SubmittedTask,
    TaskState,
    TaskStatus,
)
from bot.timing import Time


@dataclass
class FakeTask:
    """What the service knows of one task."""

    request: ImageRequest
    submitted_at_s: float
    duration_s: float
    inputs: Mapping[str, bytes] = field(default_factory=dict)
    looks_at_s: list[float] = field(default_factory=list)
    ends: TaskStatus = TaskStatus.SUCCEEDED

    @property
    def done_at_s(self) -> float:
        return self.submitted_at_s + self.duration_s


@dataclass
class FakeProvider:
    """Each submitted task is done after the next of *durations_s*, else after *duration_s*.

    The errors in the lists are raised one a call, first come first served; ``None`` among
    them lets that call pass. ``tells`` are answers to the next looks. ``download_errors`` are by
    the image's index. A gate keeps its calls waiting until it is set.
    """

    time: Time
    name: str = "fake"
    has_previews: bool = False
    abilities: frozenset[Ability] = frozenset(Ability)
    duration_s: float = 4.0
    durations_s: list[float] = field(default_factory=list)
    submit_delay_s: float = 0.0
    submit_gate: asyncio.Event | None = None
    entries_gate: asyncio.Event | None = None
    download_gate: asyncio.Event | None = None
    ends: TaskStatus = TaskStatus.SUCCEEDED
    reason: str = ""
    warning: str | None = None
    tells_eta: bool = False
    tells_fraction: bool = False
    tells: list[TaskState] = field(default_factory=list)
    preview: bytes | str | None = None
    extras: int = 0
    missing: int = 0
    nsfw_confidence: float | None = None
    unsupported: str = ""
    image_bytes: bytes = b""
    submit_errors: list[Exception | None] = field(default_factory=list)
    look_errors: list[Exception | None] = field(default_factory=list)
    entries_errors: list[Exception | None] = field(default_factory=list)
    entries_hook: Callable[[], None] | None = None
    download_errors: dict[int, list[Exception]] = field(default_factory=dict)
    offered: list[CatalogueEntry] = field(default_factory=lambda: [_entry("dream.safetensors")])
    tasks: dict[str, FakeTask] = field(default_factory=dict)
    submit_calls: int = 0
    entries_calls: int = 0
    downloads: list[str] = field(default_factory=list)
    most_downloads_at_once: int = 0
    _downloading: int = 0

    def __post_init__(self) -> None:
        self.image_bytes = self.image_bytes or picture()

    @property
    def looks(self) -> int:
        return sum(len(task.looks_at_s) for task in self.tasks.values())

    def check(self, request: ImageRequest) -> None:
        if self.unsupported:
            raise NotSupported(self.unsupported)

    async def submit(self, request: ImageRequest, inputs: Mapping[str, bytes]) -> SubmittedTask:
        self.submit_calls += 1
        if self.submit_gate is not None:
            await self.submit_gate.wait()
        if self.submit_delay_s:
            await self.time.sleep(self.submit_delay_s)
        if self.submit_errors and (error := self.submit_errors.pop(0)) is not None:
            raise error
        duration_s = self.durations_s.pop(0) if self.durations_s else self.duration_s
        task_id = f"task-{len(self.tasks) + 1}"
        self.tasks[task_id] = FakeTask(
            request, self.time.monotonic(), duration_s, dict(inputs), ends=self.ends
        )
        return SubmittedTask(task_id=task_id, warning=self.warning)

    async def fetch(self, task_id: str) -> TaskState:
        await asyncio.sleep(0)
        task = self.tasks.get(task_id)
        if task is not None:
            task.looks_at_s.append(self.time.monotonic())
        if self.look_errors and (error := self.look_errors.pop(0)) is not None:
            raise error
        if task is None:
            raise TaskLost(detail=task_id)
        if self.tells:
            return self.tells.pop(0)
        left_s = task.done_at_s - self.time.monotonic()
        return self._unfinished(task, left_s) if left_s > 0 else self._final(task_id, task)

    def _unfinished(self, task: FakeTask, left_s: float) -> TaskState:
        fraction = 1 - left_s / task.duration_s
        return TaskState(
            status=TaskStatus.PROCESSING,
            fraction=fraction if self.tells_fraction else None,
            eta_s=left_s if self.tells_eta else None,
            preview=self.preview,
        )

    def _final(self, task_id: str, task: FakeTask) -> TaskState:
        if task.ends is not TaskStatus.SUCCEEDED:
            return TaskState(status=task.ends, reason=self.reason)
        images = [
            RemoteImage(
                url=f"https://images.invalid/{task_id}/{index}",
                nsfw_confidence=self.nsfw_confidence,
            )
            for index in range(task.request.units + self.extras - self.missing)
        ]
        return TaskState(status=task.ends, fraction=1.0, images=tuple(images), warning=self.warning)

    async def entries(
        self, kind: ModelKind, search: str = "", limit: int = 100
    ) -> Sequence[CatalogueEntry]:
        if self.entries_gate is not None:
            await self.entries_gate.wait()
        self.entries_calls += 1
        if self.entries_hook is not None:
            self.entries_hook()
        if self.entries_errors and (error := self.entries_errors.pop(0)) is not None:
            raise error
        found = [e for e in self.offered if e.kind is kind and search.casefold() in e.api_name]
        return found[:limit]

    async def download(self, url: str) -> bytes:
        self.downloads.append(url)
        self._downloading += 1
        self.most_downloads_at_once = max(self.most_downloads_at_once, self._downloading)
        try:
            if self.download_gate is not None:
                await self.download_gate.wait()
            await asyncio.sleep(0)
            errors = self.download_errors.get(int(url.rsplit("/", 1)[1]), [])
            if errors:
                raise errors.pop(0)
            return self.image_bytes
        finally:
            self._downloading -= 1

    async def balance_text(self) -> str:
        return "the fake service is free"

    async def close(self) -> None:
        """Nothing is open."""


def _entry(api_name: str) -> CatalogueEntry:
    return CatalogueEntry(api_name=api_name, label="Dream", kind=ModelKind.MODEL)


def picture(width_px: int = 8, height_px: int = 8, file_format: str = "PNG") -> bytes:
    """Return the bytes of a real image."""
    file = io.BytesIO()
    Image.new("RGB", (width_px, height_px), "teal").save(file, file_format)
    return file.getvalue()
