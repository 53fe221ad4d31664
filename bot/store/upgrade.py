"""Before the database is used: is the file ours and whole, and is its schema the newest?

Nothing is written before everything has been looked at.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Timer

import structlog
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import SettingsError
from bot.store.faults import start_error

logger = structlog.stdlib.get_logger(__name__)

_LONGEST_CHECK_S = 2.0
_MIGRATIONS = Path(__file__).parent / "migrations"


def check_file(path: Path) -> None:
    """Look at the file, if there is one, without changing it.

    Raises:
        SettingsError: The folder is missing, the file is damaged, another program's, or of a
            newer version of Easel.
    """
    try:
        if _is_new(path):
            return
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            check_whole(connection)
            _check_revision(connection, path)
    except (OSError, sqlite3.Error) as error:
        raise start_error(error, path) from error


def upgrade(engine: Engine, path: Path) -> None:
    """Apply the migrations that are missing, all in one transaction.

    Raises:
        SettingsError: The file cannot be written.
    """
    config = _migrations()
    try:
        with engine.begin() as connection:
            _try_to_write(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise start_error(error, path) from error


def _is_new(path: Path) -> bool:
    if not path.parent.is_dir():
        raise SettingsError(f"The folder of the database {path} does not exist: create it first.")
    if path.is_dir():
        raise SettingsError(f"The database {path} is a folder: name a file.")
    return not path.exists() or path.stat().st_size == 0


def _try_to_write(connection: Connection) -> None:
    # SQLite begins even on a read-only file; that would come out with the first admission.
    connection.exec_driver_sql("SAVEPOINT trial")
    connection.exec_driver_sql("CREATE TABLE trial (written INTEGER)")
    connection.exec_driver_sql("ROLLBACK TO trial")
    connection.exec_driver_sql("RELEASE trial")


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def check_whole(connection: sqlite3.Connection, longest_s: float = _LONGEST_CHECK_S) -> None:
    """Read the file through for damage, for *longest_s* at most.

    A whole reading takes longer the larger the file is (on a cold disk some 5 s for a million
    generations), and the bot is away meanwhile. What is then not seen: damage in pages that were
    not reached, which are the tables and indexes that were made last. It comes out when such a
    page is read, as a refusal (``StorageUnavailable``). ``PRAGMA quick_check`` never compares
    indexes with their tables.

    Raises:
        sqlite3.DatabaseError: The file is damaged.
    """
    timer = Timer(longest_s, connection.interrupt)
    timer.start()
    try:
        (finding,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        logger.info("database too large to be checked to its end", longest_s=longest_s)
        return
    finally:
        timer.cancel()
        timer.join()  # it must not find the connection closed
    if finding != "ok":
        raise sqlite3.DatabaseError(finding)


def _check_revision(connection: sqlite3.Connection, path: Path) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return
    if "alembic_version" not in tables:
        raise SettingsError(f"The database {path} holds another program's data: name another file.")
    found = {revision for (revision,) in connection.execute("SELECT * FROM alembic_version")}
    scripts = ScriptDirectory.from_config(_migrations())
    if not found <= {script.revision for script in scripts.walk_revisions()}:
        raise SettingsError(
            f"The database {path} was written by a newer version of Easel: update first."
        )
