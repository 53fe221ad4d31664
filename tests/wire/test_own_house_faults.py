"""Trouble in the bot's own house: full or read-only disk, locked, missing or damaged database."""

import asyncio
import os
import resource
import shutil
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.cli.seen import is_delivered, text_of
from bot.studio.faults import Fault, Place
from tests.wire.easel import Ended, easel, own_environment
from tests.wire.town import DEADLINE_S, open_town

REFUSED = "cannot reach my storage"
SETPRIV = shutil.which("setpriv")
_ENOUGH_FOR_ROWS = 5_000_000  # bytes of one file; SQLite's log is cut at 4 MB
_NOISE_PX = 1600


@contextmanager
def files_at_most(process_id: int, size_bytes: int) -> Iterator[None]:
    """Let the process write no file beyond that size, as on a full disk, until the block ends."""
    before = resource.prlimit(process_id, resource.RLIMIT_FSIZE)
    resource.prlimit(process_id, resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process_id, resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def locked(database: Path) -> AsyncIterator[None]:
    """Hold the write lock of the bot's database, as another program would."""

    def hold() -> sqlite3.Connection:
        other = sqlite3.connect(database, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        return other

    other = await asyncio.to_thread(hold)
    try:
        yield
    finally:
        await asyncio.to_thread(other.close)


def database_of(settings: Mapping[str, str]) -> Path:
    return Path(settings["EASEL_DATA_DIR"]) / "easel.sqlite3"


def large_image() -> bytes:
    """Return a whole PNG of 7 MB."""
    file = BytesIO()
    pixels = os.urandom(_NOISE_PX * _NOISE_PX * 3)
    Image.frombytes("RGB", (_NOISE_PX, _NOISE_PX), pixels).save(file, "PNG", compress_level=0)
    return file.getvalue()


async def test_a_disk_that_is_full_is_said_and_outlived(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot() as process:
        assert is_delivered(await town.ask())
        with files_at_most(process.pid, 0):
            assert REFUSED in text_of(await town.ask())
        with files_at_most(process.pid, _ENOUGH_FOR_ROWS):
            noise = await asyncio.to_thread(large_image)
            town.studio.faults.add(Place.DOWNLOAD, Fault(http_status=200, body=noise), times=3)
            reply = await town.ask()
            assert REFUSED in text_of(reply)
            assert "not charged" in text_of(reply)
        assert is_delivered(await town.ask())
        assert await town.left_today() == 98
        assert len(town.studio.journal.entries) == 3


async def test_a_locked_database_is_refused_in_time_and_outlived(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town, town.bot():
        assert is_delivered(await town.ask())
        async with locked(database_of(town.settings)):
            refused = await asyncio.gather(*(town.ask() for _number in range(20)))
            for reply in refused:
                assert REFUSED in text_of(reply)
            assert await town.left_today() == 99  # who only reads waits for nobody
        assert is_delivered(await town.ask())
        assert await town.left_today() == 98
        assert len(town.studio.journal.entries) == 2


def spoilt(whole: bytes, how: str) -> bytes:
    """Return what has become of the bot's database."""
    page = len(whole) // 2 // 4096 * 4096
    return {
        "another file": b"my only novel\n" * 1000,
        "a torn page": whole[:page] + os.urandom(4096) + whole[page + 4096 :],
    }[how]


async def test_a_database_that_cannot_be_used_stops_the_start_and_stays(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        async with town.bot():
            assert is_delivered(await town.ask())
        database = database_of(town.settings)
        whole = await asyncio.to_thread(database.read_bytes)
        for how in ("another file", "a torn page"):
            content = spoilt(whole, how)
            await asyncio.to_thread(database.write_bytes, content)
            ended = await easel("run", environment=town.settings)
            assert ended.status == 1, how
            assert "damaged or no database" in ended.err, how
            assert str(database) in ended.err
            assert "Traceback" not in ended.err
            assert await asyncio.to_thread(database.read_bytes) == content, how

        await asyncio.to_thread(database.unlink)
        ended = await easel("run", environment=town.settings)
        assert ended.status == 1
        assert "put the database back" in ended.err
        assert not await asyncio.to_thread(database.exists)

        await asyncio.to_thread(database.write_bytes, whole)
        async with locked(database):
            ended = await easel("run", environment=town.settings)
        assert ended.status == 1
        assert "locked by another program" in ended.err

        async with town.bot():
            assert await town.left_today() == 99
            assert is_delivered(await town.ask())


async def test_a_folder_that_is_read_only_stops_the_start(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        async with town.bot():
            assert is_delivered(await town.ask())
        folder = Path(town.settings["EASEL_DATA_DIR"])
        before = await asyncio.to_thread(contents, folder)
        ended = await as_a_stranger(folder, town.settings)
        assert ended.status == 1, ended.err
        assert "must be able to write" in ended.err
        assert str(folder) in ended.err
        assert "Traceback" not in ended.err
        assert await asyncio.to_thread(contents, folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


async def as_a_stranger(folder: Path, settings: Mapping[str, str]) -> Ended:
    """Run the bot on a read-only folder, without root's right to write there nevertheless."""
    await asyncio.to_thread(set_modes, folder, can_write=False)
    command = [sys.executable, "-m", "bot", "run"]
    if os.geteuid() == 0:
        if SETPRIV is None:
            pytest.skip("root may write anywhere, and there is no setpriv to give that up")
        rights = "-dac_override,-dac_read_search,-fowner"
        command = [SETPRIV, "--bounding-set", rights, "--inh-caps", rights, *command]
    try:
        process = await asyncio.create_subprocess_exec(
            *command, env=own_environment() | dict(settings), stdout=PIPE, stderr=PIPE
        )
        async with asyncio.timeout(DEADLINE_S):
            out, err = await process.communicate()
    finally:
        await asyncio.to_thread(set_modes, folder, can_write=True)
    return Ended(process.returncode or 0, out.decode(), err.decode())


def set_modes(folder: Path, *, can_write: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = 0o755 if path.is_dir() else 0o644
        path.chmod(mode if can_write else mode & 0o555)
