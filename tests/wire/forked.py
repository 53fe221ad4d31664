"""The real program in a process of its own, forked from one that has loaded its modules already.

To load them takes longer than most tests. All else is as with ``python -m bot``: own memory, own
signals, own end. What starts with the interpreter itself is tested in ``test_program.py``.
"""

import asyncio
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Self

_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bot.cli.run", "alembic.command", "alembic.autogenerate"])


class Program:
    """``easel`` as a process, with what tests use of asyncio's own. Build with ``start``."""

    def __init__(self, process: ForkServerProcess) -> None:
        if process.pid is None:
            raise ValueError("the process has not been started")
        self.pid = process.pid
        self._process = process
        self._ended = asyncio.create_task(self._end())

    @classmethod
    async def start(cls, *arguments: str, environment: Mapping[str, str], log: Path) -> Self:
        """Start it with *environment* as its only one; what it prints is added to *log*."""
        process = _CONTEXT.Process(target=_run, args=(arguments, dict(environment), log))
        await asyncio.to_thread(process.start)
        return cls(process)

    @property
    def returncode(self) -> int | None:
        """How it ended (a signal is negative), or None while it runs."""
        return self._ended.result() if self._ended.done() else None

    def send_signal(self, number: int) -> None:
        """Send a signal; one that has ended takes none."""
        with suppress(ProcessLookupError):
            if not self._ended.done():
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to stop."""
        self.send_signal(signal.SIGTERM)

    async def wait(self) -> int:
        """Wait until it has ended, and return how."""
        return await asyncio.shield(self._ended)

    async def _end(self) -> int:
        over = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self._process.sentinel, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(self._process.sentinel)
        await asyncio.to_thread(self._process.join)
        return self._process.exitcode or 0


def _run(arguments: tuple[str, ...], environment: dict[str, str], log: Path) -> None:
    """Become ``python -m bot`` with *arguments*."""
    os.environ.clear()
    os.environ.update(environment)
    printed = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(printed, stream.fileno())
    os.close(printed)
    sys.argv = ["easel", *arguments]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
