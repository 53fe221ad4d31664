"""Up and down and up again, with rows in every table: nothing of the older version is lost."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy import text as sql

import bot.store

_MIGRATIONS = Path(bot.store.__file__).parent / "migrations"
_TIME = datetime(2026, 1, 1, tzinfo=UTC)
_ROW: Mapping[str, Mapping[str, object]] = {
    "generations": {"status": "delivered", "origin": "imagine", "rung": "token", "parent_id": 1},
    "ledger": {"kind": "reserve"},
    "sessions": {"phase": "open"},
}
_VALUES = (("DATETIME", _TIME), ("DATE", date(2026, 1, 1)), ("INT", 1), ("BOOL", False))
_MORE = (("DOUBLE", 1.0), ("JSON", {"key": "value"}), ("BLOB", b"x"))
Found = dict[str, list[Any]]


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys = ON"))
    yield engine
    engine.dispose()


def go(engine: Engine, way: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        assert connection.execute(sql("PRAGMA foreign_keys")).scalar_one() == 1
        config.attributes["connection"] = connection
        getattr(command, way)(config, revision)


def value(column: Column[Any]) -> object:
    kind = str(column.type).upper()
    return next((found for name, found in (*_VALUES, *_MORE) if name in kind), "none")


def fill(connection: Connection) -> None:
    """Write a row into each table that has none."""
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if not connection.execute(select(func.count()).select_from(table)).scalar_one():
            row = {column.name: value(column) for column in table.columns}
            connection.execute(insert(table), row | dict(_ROW.get(table.name, {})))


def rows(connection: Connection) -> Found:
    known = MetaData()
    known.reflect(connection)
    tables = [table for table in known.sorted_tables if table.name != "alembic_version"]
    return {table.name: list(connection.execute(select(table)).mappings()) for table in tables}


@pytest.mark.parametrize(("older", "newest"), [("0002", "0003"), ("0003", "head")])
def test_rows_of_every_table_outlive_the_way_up_and_down(
    tmp_path: Path, older: str, newest: str
) -> None:
    with opened(tmp_path / "easel.sqlite3") as engine:
        go(engine, "upgrade", older)
        with engine.begin() as connection:
            fill(connection)
            before = rows(connection)
        go(engine, "upgrade", newest)
        with engine.begin() as connection:
            fill(connection)
            newer = rows(connection)
        go(engine, "downgrade", older)
        with engine.begin() as connection:
            assert rows(connection) == before
            assert connection.execute(sql("PRAGMA foreign_key_check")).all() == []
        go(engine, "upgrade", newest)
        with engine.begin() as connection:
            assert rows(connection).keys() == newer.keys()
            assert rows(connection)["styles"] == newer["styles"]
    assert all(before.values())
    assert all(newer.values())
