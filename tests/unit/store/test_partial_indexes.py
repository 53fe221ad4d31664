"""Partial indexes: the migrations create each for the same rows as the schema says."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store import member_schema  # noqa: F401 - registers its tables
from bot.store.schema import metadata


def plain(where: str) -> str:
    """Return a condition without what writes it only in another way."""
    return re.sub(r"\s+", " ", where).strip().casefold()


def test_the_migrations_index_the_same_rows_as_the_schema_says(empty_file: Path) -> None:
    with closing(sqlite3.connect(empty_file)) as connection:
        found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'"))
    declared = {
        str(index.name): plain(str(where))
        for table in metadata.tables.values()
        for index in table.indexes
        if (where := index.dialect_options["sqlite"]["where"]) is not None
    }
    created = {
        name: plain(sql.partition(" WHERE ")[2]) for name, sql in found.items() if sql is not None
    }
    assert len(declared) > 20
    assert {name: where for name, where in created.items() if where} == declared
