"""One painting process, seen from the studio: started, given jobs, closed on every way out."""

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self

import structlog

import bot
from bot.studio.messages import Done, Failed, Job, Ready, Step, pack, read_answer

logger = structlog.stdlib.get_logger(__name__)

_START_DEADLINE_S = 60.0
_STREAM_LIMIT_BYTES = 1 << 20


class PainterGone(Exception):
    """The process has ended, or never came up."""


class JobFailed(Exception):
    """The painter could not do the job; ``str(error)`` may be told to a client."""


class PaintingProcess:
    """A child that paints. Build it with ``start``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise PainterGone("the process has no pipes")
        self._process = process
        self._jobs = process.stdin
        self._answers = process.stdout

    @classmethod
    async def start(cls, painter: str) -> Self:
        """Start a child with the module *painter* and wait until it can paint.

        Raises:
            PainterGone: It ended, or was not ready in time.
        """
        process = cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.studio.worker",
                painter,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_STREAM_LIMIT_BYTES,
                env=_environment(),
            )
        )
        try:
            async with asyncio.timeout(_START_DEADLINE_S):
                answer = await process.next_answer()
        except TimeoutError as error:
            await process.close()
            raise PainterGone("the painter did not get ready in time") from error
        except BaseException:
            await process.close()
            raise
        if not isinstance(answer, Ready):
            await process.close()
            raise PainterGone("the painter speaks another language")
        return process

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """False once the child's end has been noticed."""
        return self._process.returncode is None

    async def run(self, job: Job, on_step: Callable[[Step], None]) -> int:
        """Have *job* done and return the size of its file in bytes.

        When this is cancelled or raises ``PainterGone``, the process must not be used again.

        Raises:
            JobFailed: The painter could not do it; the process is fine.
            PainterGone: The process ended on the way.
        """
        try:
            self._jobs.write(pack(job))
            await self._jobs.drain()
        except OSError as error:
            raise PainterGone("the painter has stopped") from error
        while True:
            match await self.next_answer():
                case Step() as step:
                    on_step(step)
                case Done(size_bytes=size_bytes):
                    return size_bytes
                case Failed(reason=reason, cause=cause):
                    logger.warning("painting failed", pid=self.pid, reason=reason, cause=cause)
                    raise JobFailed(reason)
                case _:
                    raise PainterGone("the painter speaks another language")

    async def next_answer(self) -> Ready | Step | Done | Failed:
        """Return what the child says next.

        Raises:
            PainterGone: Nothing will come any more.
        """
        try:
            return await read_answer(self._answers)
        except (asyncio.IncompleteReadError, OSError) as error:
            raise PainterGone("the painter has stopped") from error

    async def close(self) -> None:
        """End the child at once and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._jobs.close()
        with contextlib.suppress(OSError):
            await self._jobs.wait_closed()
        await self._process.wait()


def _environment() -> dict[str, str]:
    """Return the child's environment: ours, without secrets, and with this program on its path."""
    here = str(Path(bot.__file__).parent.parent)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EASEL_")}
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, (here, kept.get("PYTHONPATH"))))
    # Two painters share the cores; a thread pool in each would only make them wait.
    kept.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    return kept
