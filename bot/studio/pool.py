"""The painting processes: one a core, replaced when they die, gone when the studio goes."""

import asyncio
from collections.abc import Callable

import structlog

from bot.studio.messages import Job, Step
from bot.studio.process import PainterGone, PaintingProcess

logger = structlog.stdlib.get_logger(__name__)


class PaintingPool:
    """Hands jobs to idle processes, first come first served.

    A process that dies fails only the job it had. Its place is filled again at once, and if no
    process can be started, every job that would have had it fails and tries the start anew: no
    job waits for ever, and nothing is started in a loop.
    """

    def __init__(self, *, painter: str, size: int) -> None:
        self._painter = painter
        self._size = size
        self._idle: asyncio.Queue[PaintingProcess | None] = asyncio.Queue()
        self._all: set[PaintingProcess] = set()
        self._starts: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> set[int]:
        """Process ids of the children that are up."""
        return {process.pid for process in self._all}

    def start(self) -> None:
        """Begin to start the processes; jobs given meanwhile wait for the first of them."""
        for _ in range(self._size):
            self._start_one()

    async def warm(self) -> None:
        """Wait until the processes that are being started are up, or have failed to start."""
        if self._starts:
            await asyncio.wait(set(self._starts))

    async def close(self) -> None:
        """End every process, also those that paint or are just starting."""
        for start in self._starts:
            start.cancel()
        await asyncio.gather(*self._starts, return_exceptions=True)
        await asyncio.gather(*(process.close() for process in self._all))
        self._all.clear()

    async def run(self, job: Job, on_step: Callable[[Step], None]) -> int:
        """Have *job* done by the next idle process and return its file's size in bytes.

        Raises:
            JobFailed: The painter could not do it.
            PainterGone: The process died, or none can be started.
        """
        process = await self._next_idle()
        try:
            size_bytes = await process.run(job, on_step)
        except (PainterGone, asyncio.CancelledError):
            self._replace(process)
            raise
        except BaseException:
            self._idle.put_nowait(process)
            raise
        self._idle.put_nowait(process)
        return size_bytes

    async def _next_idle(self) -> PaintingProcess:
        while (process := await self._idle.get()) is not None:
            if process.is_alive:
                return process
            self._replace(process)
        self._start_one()
        raise PainterGone("no painter can be started")

    def _start_one(self) -> None:
        self._own(asyncio.create_task(self._bring_up()))

    def _replace(self, process: PaintingProcess) -> None:
        self._own(asyncio.create_task(self._bring_down(process)))
        self._start_one()

    def _own(self, task: asyncio.Task[None]) -> None:
        self._starts.add(task)
        task.add_done_callback(self._starts.discard)

    async def _bring_up(self) -> None:
        try:
            process = await PaintingProcess.start(self._painter)
        except (PainterGone, OSError) as error:
            logger.error("painting process not started", fault=str(error))  # noqa: TRY400 - no bug here
            self._idle.put_nowait(None)
            return
        self._all.add(process)
        self._idle.put_nowait(process)
        logger.debug("painting process ready", pid=process.pid)

    async def _bring_down(self, process: PaintingProcess) -> None:
        await process.close()
        self._all.discard(process)
        logger.warning("painting process replaced", pid=process.pid)
