"""Secrets in what a run leaves on the disk: logs, images, the database and anything else."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from PIL import Image

from tests.wire.leaks import Kind, Leak, Secret, search

_DATABASE = re.compile(r"\.sqlite3(-wal|-shm|-journal)?$")
_TOKEN_COLUMN = ("generations", "token")  # what may hold it, while it lives


def leaks_stored(folder: Path, secrets: Iterable[Secret]) -> Iterator[Leak]:
    """Yield each secret in a file below *folder*, or in its name."""
    known = list(secrets)
    lasting = [secret for secret in known if secret.kind is not Kind.INTERACTION]
    for path in sorted(folder.rglob("*")):
        place = str(path.relative_to(folder))
        yield from search("the name of a file", place, known)
        if not path.is_file():
            continue
        is_database = _DATABASE.search(path.name) is not None
        yield from search(place, path.read_bytes(), lasting if is_database else known)
        if path.suffix == ".sqlite3":
            yield from _leaks_in_rows(path, known)
        if path.suffix == ".png":
            with Image.open(path) as image:
                yield from search(f"{place}, its texts", repr(image.info), known)


def _leaks_in_rows(path: Path, secrets: list[Secret]) -> Iterator[Leak]:
    lasting = [secret for secret in secrets if secret.kind is not Kind.INTERACTION]
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = database.execute(f'SELECT * FROM "{table.decode()}"')  # noqa: S608 - its own name
            columns = [column[0] for column in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    place = (table.decode(), column)
                    sought = lasting if place == _TOKEN_COLUMN else secrets
                    data = value if isinstance(value, bytes) else str(value)
                    yield from search(f"{path.name}, {place[0]}.{place[1]}", data, sought)
