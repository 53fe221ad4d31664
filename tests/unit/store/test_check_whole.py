"""Reading the file through at the start: bounded, and strict with what it has seen."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.store.orphans import check_images_have_database
from bot.store.upgrade import check_whole

# Goes on until somebody interrupts it.
_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


class Endless(sqlite3.Connection):
    """A file so large that it is never read to its end."""

    def execute(self, _sql: str, *_parameters: Any) -> sqlite3.Cursor:
        return super().execute(_ENDLESS)


def test_the_check_of_a_huge_file_ends_in_time_and_lets_the_bot_start() -> None:
    with closing(sqlite3.connect(":memory:", factory=Endless)) as connection:
        check_whole(connection, longest_s=0.05)


def test_a_check_that_ends_by_itself_leaves_the_connection_usable(empty_file: Path) -> None:
    with closing(sqlite3.connect(empty_file)) as connection:
        check_whole(connection)
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("content", [None, b""])
def test_images_without_their_database_stop_the_start(
    tmp_path: Path, content: bytes | None
) -> None:
    database, images = tmp_path / "easel.sqlite3", tmp_path / "images"
    (images / "0").mkdir(parents=True)
    (images / "0" / "1-0.png").write_bytes(b"image")
    if content is not None:
        database.write_bytes(content)
    with pytest.raises(SettingsError, match="put the database back"):
        check_images_have_database(database, images)
    database.write_bytes(b"SQLite format 3")
    check_images_have_database(database, images)


def test_a_first_start_is_no_loss(tmp_path: Path) -> None:
    check_images_have_database(tmp_path / "easel.sqlite3", tmp_path / "images")
    (tmp_path / "images" / ".parts").mkdir(parents=True)
    (tmp_path / "images" / ".parts" / "half").touch()
    (tmp_path / "images" / "0").mkdir()
    check_images_have_database(tmp_path / "easel.sqlite3", tmp_path / "images")
