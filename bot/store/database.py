"""The database: opened once, written through one writer, read beside it."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SettingsError, StorageUnavailable
from bot.store.engine import READERS, reading_engine, wait_briefly, writing_engine
from bot.store.faults import storage_error
from bot.store.upgrade import check_file, upgrade
from bot.store.writer import Writer
from bot.timing import Time

Result = TypeVar("Result")


class Database:
    """One SQLite file in WAL mode.

    Jobs are plain functions over a SQLAlchemy connection. Those that change something run as a
    whole on the writer's thread, because a hop for every statement costs more than the statement,
    and everybody's changes wait for it; those that only read take their hops beside it.
    """

    def __init__(self, writing: Engine, reading: AsyncEngine, writer: Writer) -> None:
        self.writer = writer
        self._writing = writing
        self._reading = reading
        self._is_closed = False
        self._readers = asyncio.Semaphore(READERS)  # the pool's own wait would end in an error

    @classmethod
    async def open(cls, url: str, time: Time, busy_timeout_s: float = 5.0) -> Self:
        """Check the file, bring its schema up to date and start the writer.

        Args:
            url: ``sqlite:///relative/path`` or ``sqlite:////absolute/path``.
            time: Tells how long a change took.
            busy_timeout_s: How long the start, and who reads, waits for another process.

        Raises:
            SettingsError: The URL or its file cannot be used; nothing was overwritten.
        """
        path = file_of(url)
        connection, reading = await asyncio.to_thread(_prepared, path, busy_timeout_s)
        return cls(connection.engine, reading, Writer(connection, time, asyncio.get_running_loop()))

    async def read(self, query: Callable[[Connection], Result]) -> Result:
        """Run *query* on a reading connection and return its result.

        All that *query* reads is of one moment, and holds every change already answered.

        Raises:
            StorageUnavailable: The file cannot be read, or is closed.
        """
        async with self._readers:
            if self._is_closed:
                raise StorageUnavailable
            try:
                async with self._reading.connect() as connection:
                    return await connection.run_sync(query)
            except SQLAlchemyError as error:
                raise storage_error(error) from error

    async def close(self) -> None:
        """Finish what waits and close the file; harmless twice."""
        await self.writer.close()
        self._is_closed = True
        async with AsyncExitStack() as readers:
            for _number in range(READERS):  # a connection in use would outlive the engine
                await readers.enter_async_context(self._readers)
            await self._reading.dispose()
        await asyncio.to_thread(self._writing.dispose)


def _prepared(path: Path, busy_timeout_s: float) -> tuple[Connection, AsyncEngine]:
    check_file(path)
    writing = writing_engine(path, busy_timeout_s)
    try:
        upgrade(writing, path)
        connection = writing.connect()
        wait_briefly(connection)
    except BaseException:
        writing.dispose()
        raise
    return connection, reading_engine(path, busy_timeout_s)


def file_of(url: str) -> Path:
    """Return the file that a store's URL names.

    Raises:
        SettingsError: It names none.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None  # not shown: a mistyped URL may hold a password
    name = parsed.database if parsed is not None else None
    if parsed is None or parsed.get_backend_name() != "sqlite" or name in {None, "", ":memory:"}:
        raise SettingsError(
            "The store's URL cannot be used: it must name a file, as in sqlite:///easel.db."
        )
    return Path(str(name))
