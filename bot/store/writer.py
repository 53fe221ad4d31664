"""The one writer: takes the jobs that wait, runs them in one transaction, answers each.

A job is a plain function over a connection, run as a whole on the writer's own thread: one hop
for many statements. One that fails undoes only itself, and each is answered after the commit, so
that nobody is told what a crash could take back.
"""

import asyncio
import contextlib
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import Connection

from bot.errors import StorageUnavailable
from bot.store.faults import is_locked, storage_error
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

Result = TypeVar("Result")
MAX_GROUP = 256
PATIENCE_S = 15.0  # a task's id that is not stored is an image paid for nothing
MEMBER_PATIENCE_S = 1.0  # whoever waits for a first answer must be told within 3 s, checks included
_SLOW_S = 1.0


class _Job(Generic[Result]):
    """A function that waits to be run, and the caller who waits for its answer."""

    def __init__(
        self,
        run: Callable[[Connection], Result],
        answer: asyncio.Future[Result],
        gives_up_at_s: float,
    ) -> None:
        self._run = run
        self._answer = answer
        self.gives_up_at_s = gives_up_at_s
        self._tell: Callable[[], object] = partial(answer.cancel, "never run")

    def run_alone(self, connection: Connection) -> None:
        """Run as all of a transaction, which then needs no savepoint, and keep the outcome.

        Raises:
            SQLAlchemyError: Disk or lock are at fault; the transaction is to be rolled back.
        """
        try:
            self._succeed(self._run(connection))
        except Exception as error:
            if isinstance(storage_error(error), StorageUnavailable):
                raise
            self.fail(error)
            connection.rollback()

    def run(self, connection: Connection) -> None:
        """Run in a savepoint and keep the outcome.

        Raises:
            SQLAlchemyError: The whole transaction is gone, and the savepoint with it.
        """
        # Not begin_nested: its bookkeeping costs a quarter of an admission.
        connection.exec_driver_sql("SAVEPOINT job")
        try:
            result = self._run(connection)
        except Exception as error:  # noqa: BLE001 - handed to the caller, whose error it is
            self.fail(error)
            connection.exec_driver_sql("ROLLBACK TO job")
            connection.exec_driver_sql("RELEASE job")
        else:
            connection.exec_driver_sql("RELEASE job")
            self._succeed(result)

    def fail(self, error: Exception) -> None:
        """Make *error* the outcome: what the job did is undone."""
        self._tell = partial(self._answer.set_exception, storage_error(error))

    def _succeed(self, result: Result) -> None:
        self._tell = partial(self._answer.set_result, result)

    def answer(self) -> None:
        """Tell the caller, on the caller's loop."""
        if not self._answer.done():
            self._tell()


class Writer:
    """Runs every change of the database, in the order in which the changes were asked for.

    The *connection* becomes the writer's own, and is closed by it.
    """

    def __init__(self, connection: Connection, time: Time, loop: asyncio.AbstractEventLoop) -> None:
        # One for good: a checkout from the pool for each group costs twice its transaction.
        self._connection = connection
        self._time = time
        self._loop = loop
        # Any: jobs with different results wait in one queue. None ends the thread.
        self._waiting: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._is_closed = False
        # A daemon, so that a forgotten close cannot keep a process alive.
        self._thread = Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    async def write(
        self, job: Callable[[Connection], Result], *, patience_s: float = PATIENCE_S
    ) -> Result:
        """Run *job* on the writer's thread and return its result after the commit.

        *job* may run statements and nothing else: everybody's changes wait for it. A caller who
        is cancelled gets no answer, but the change is made.

        Args:
            job: The change.
            patience_s: How long to wait while another process holds the lock.

        Raises:
            StorageUnavailable: The disk is full, the database closed, or locked for too long;
                nothing changed.
        """
        if self._is_closed:
            raise StorageUnavailable
        answer: asyncio.Future[Result] = self._loop.create_future()
        context = copy_context()  # what it refuses is said in the language of its caller
        self._waiting.put(
            _Job(lambda db: context.run(job, db), answer, self._time.monotonic() + patience_s)
        )
        return await asyncio.shield(answer)

    async def close(self) -> None:
        """Run what waits, then stop."""
        if not self._is_closed:
            self._is_closed = True
            self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _work(self) -> None:
        group: list[_Job[Any]] = []
        is_last = False
        while group or not is_last:
            is_last = self._fill(group, is_last=is_last)
            waiting = self._commit(group, is_last=is_last) if group else []
            self._tell([job for job in group if job not in waiting])
            group = waiting
        self._connection.close()

    def _fill(self, group: list[_Job[Any]], *, is_last: bool) -> bool:
        """Add what waits, and wait for the first if there is none; return whether to stop."""
        while len(group) < MAX_GROUP and not is_last:
            try:
                job = self._waiting.get(block=not group)
            except Empty:
                break
            if job is None:
                is_last = True
            else:
                group.append(job)
        return is_last

    def _commit(self, group: list[_Job[Any]], *, is_last: bool) -> list[_Job[Any]]:
        """Run *group* in one transaction; return who goes on waiting because of a lock."""
        started_s = self._time.monotonic()
        has_begun = False
        try:
            with self._connection.begin():
                has_begun = True
                if len(group) == 1:
                    group[0].run_alone(self._connection)
                else:
                    for job in group:
                        job.run(self._connection)
        except Exception as error:  # the thread must live, and answer everybody
            if not has_begun and is_locked(error):
                return self._patient(group, error, is_last=is_last)
            logger.exception("changes not stored", count=len(group))
            for job in group:
                job.fail(error)
        took_s = self._time.monotonic() - started_s
        if took_s > _SLOW_S:
            logger.warning("slow to store", count=len(group), took_s=round(took_s, 1))
        return []

    def _patient(
        self, group: list[_Job[Any]], error: Exception, *, is_last: bool
    ) -> list[_Job[Any]]:
        """Return who still waits for the lock; nobody for long once the writer is to stop."""
        now_s = self._time.monotonic()
        longest_s = now_s + (MEMBER_PATIENCE_S if is_last else PATIENCE_S)
        waiting = []
        for job in group:
            job.gives_up_at_s = min(job.gives_up_at_s, longest_s)
            if job.gives_up_at_s > now_s:
                waiting.append(job)
            else:
                job.fail(error)
        if len(waiting) < len(group):
            logger.warning("database locked", count=len(group) - len(waiting))
        return waiting

    def _tell(self, group: list[_Job[Any]]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(_answer, group)


def _answer(group: list[_Job[Any]]) -> None:
    for job in group:
        job.answer()
