"""Engines: how a connection to the SQLite file is set up, for writing and for reading only."""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

READERS = 2
_MOMENT_MS = 100


def writing_engine(path: Path, busy_timeout_s: float) -> Engine:
    """Return the engine of the one connection that writes.

    Its transactions take the write lock at once: a transaction that starts by reading and wants
    to write later would fail instead of waiting when another process has written in between.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": busy_timeout_s, "check_same_thread": False},
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,  # they hold tokens and prompts, and errors reach the log
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # else Python's module begins transactions on its own
        connection.execute("PRAGMA journal_mode = WAL")
        # Whoever was answered keeps what was answered, over a power cut too: undone, the claim of
        # a task that was submitted would submit and pay it a second time. A group shares its wait.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def wait_briefly(connection: Connection) -> None:
    """Let *connection* wait for a lock a moment at a time, so that its owner can count the time."""
    connection.connection.cursor().execute(f"PRAGMA busy_timeout = {_MOMENT_MS}")


def reading_engine(path: Path, busy_timeout_s: float) -> AsyncEngine:
    """Return the engine of the connections that only read, and never take the write lock.

    What one connection reads between begin and end is one snapshot.
    """
    engine = create_async_engine(
        URL.create(
            "sqlite+aiosqlite",
            database=f"file:{_quoted(path)}",
            query={"mode": "ro", "uri": "true"},
        ),
        connect_args={"timeout": busy_timeout_s},
        pool_size=READERS,
        max_overflow=0,
        hide_parameters=True,  # they hold tokens and prompts, and errors reach the log
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def _quoted(path: Path) -> str:
    # SQLite ends the path of a file URI at the first question mark or hash sign.
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
