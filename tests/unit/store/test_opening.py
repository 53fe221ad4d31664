"""Opening the database: migrations, and files that are not to be touched."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, Engine, create_engine, inspect

from bot.domain.generation import Origin, Rung, Status
from bot.errors import SettingsError
from bot.store import member_schema  # noqa: F401 - registers its tables
from bot.store.database import Database
from bot.store.faults import start_error
from bot.store.generations import Generations
from bot.store.schema import metadata
from bot.store.upgrade import upgrade
from bot.timing import SystemTime
from tests.unit.store.samples import admit


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        yield connection
        connection.commit()


def refusal(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(SettingsError) as refused:
        asyncio.run(Database.open(f"sqlite:///{path}", SystemTime(), busy_timeout_s=0.01))
    assert (path.read_bytes() if path.is_file() else None) == before
    return str(refused.value)


async def test_a_new_file_gets_the_schema(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/new%3f%23%2520.db", SystemTime())
    await admit(Generations(database))
    await database.close()
    assert await asyncio.to_thread(os.listdir, tmp_path) == ["new?#%20.db"]


async def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "easel.db").touch()
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/easel.db", SystemTime())
    await admit(Generations(database))
    await database.close()


async def test_opening_twice_changes_nothing(url: str, tmp_path: Path) -> None:
    database = await Database.open(url, SystemTime())
    admitted = await admit(Generations(database))
    await database.close()
    database = await Database.open(url, SystemTime())
    assert await Generations(database).get(admitted.id) == admitted
    await database.close()
    await database.close()


async def test_two_bots_may_start_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/easel.db"
    both = await asyncio.gather(*(Database.open(url, SystemTime()) for _ in range(2)))
    for database in both:
        await admit(Generations(database))
        await database.close()


def test_the_migrations_create_what_the_schema_says(empty_file: Path) -> None:
    engine = _read_only(empty_file)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert _checks(connection) == {
            str(constraint.sqltext)
            for table in metadata.tables.values()
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
    engine.dispose()


def _read_only(path: Path) -> Engine:
    return create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")


def _checks(connection: Connection) -> set[str]:
    inspector = inspect(connection)
    return {
        check["sqltext"]
        for table in metadata.tables
        for check in inspector.get_check_constraints(table)
    }


@pytest.mark.parametrize(
    ("column", "values"), [("status", Status), ("origin", Origin), ("rung", Rung)]
)
def test_the_database_knows_the_same_words(
    empty_file: Path, column: str, values: type[Status | Origin | Rung]
) -> None:
    with raw(empty_file) as connection:
        (sql,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'generations'"
        ).fetchone()
    words = ", ".join(f"'{value}'" for value in values)
    assert f"{column} IN ({words})" in sql


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nowhere" / "easel.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "easel.db"
    path.write_bytes(b"my only novel\n" * 1000)
    assert "damaged or no database" in refusal(path)


def test_a_damaged_database_is_left_alone(tmp_path: Path, empty_file: Path) -> None:
    path = tmp_path / "easel.db"
    whole = empty_file.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    assert "damaged" in refusal(path)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "easel.db"

    def create() -> None:
        with raw(path) as connection:
            connection.execute("CREATE TABLE songs (title TEXT)")

    create()
    assert "another program's" in refusal(path)


def test_a_newer_schema_is_left_alone(tmp_path: Path, url: str) -> None:
    path = tmp_path / "easel.sqlite3"

    def raise_revision() -> None:
        with raw(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")

    raise_revision()
    assert "newer version" in refusal(path)


def test_a_file_that_can_only_be_read_is_named(empty_file: Path) -> None:
    engine = _read_only(empty_file)
    with pytest.raises(SettingsError, match="cannot be written"):
        upgrade(engine, empty_file)
    engine.dispose()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("attempt to write a readonly database", "cannot be written"),
        ("unable to open database file", "cannot be opened"),
        ("[Errno 13] Permission denied", "cannot be opened"),
        ("database is locked", "locked by another program"),
        ("database or disk is full", "no space left"),
        ("file is not a database", "damaged or no database"),
    ],
)
def test_each_trouble_at_the_start_has_its_sentence(reason: str, sentence: str) -> None:
    text = str(start_error(sqlite3.OperationalError(reason), "easel.db"))
    assert sentence in text
    assert "easel.db" in text


@pytest.mark.parametrize(
    "url", ["", "easel.db", "sqlite://", "sqlite:///:memory:", "postgresql://a:s3cret@host/db"]
)
async def test_a_url_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        await Database.open(url, SystemTime())
    assert "s3cret" not in str(refused.value)
