"""An empty database with the newest schema: to copy it is quicker than to migrate for each test."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store.engine import writing_engine
from bot.store.upgrade import upgrade


def lay_empty_database(folder: Path) -> None:
    """Put it where the bot looks for its database, unless there is one."""
    path = folder / "easel.sqlite3"
    if not path.exists():
        path.write_bytes(empty_database())


@cache
def empty_database() -> bytes:
    """Return the file's content, made by the migrations once in a process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "easel.sqlite3"
        engine = writing_engine(path, 1.0)
        upgrade(engine, path)
        engine.dispose()
        return path.read_bytes()
