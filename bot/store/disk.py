"""What image files take on the disk, what is free there, and what open work will still need."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.domain.generation import Status
from bot.store.database import Database
from bot.store.image_files import PARTS, TOPS, DiskUse, run_on_files
from bot.store.schema import generations

OPEN_UNITS = select(func.coalesce(func.sum(generations.c.units), 0)).where(
    generations.c.finished_at.is_(None),
    generations.c.status.not_in((Status.READY, Status.HELD)),  # whose files are there already
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What was found: bytes taken by image files, bytes free, and units without files yet."""

    taken_bytes: int
    free_bytes: int
    open_units: int


class Disk:
    """Measures; the files themselves are counted once, and every change of them after that."""

    def __init__(self, data_dir: Path, database: Database, use: DiskUse) -> None:
        self._data_dir = data_dir
        self._database = database
        self._use = use
        self._is_counted = False

    @property
    def taken_bytes(self) -> int:
        """What the image files take at this moment."""
        # What goes or comes in the moment of the count may be missed, or seen twice.
        return max(0, self._use.taken_bytes)

    @property
    def images_written(self) -> int:
        """How many finished images were added since the start."""
        return self._use.images_written

    async def room(self) -> Room:
        """Measure.

        Raises:
            StorageUnavailable: Disk or database do not answer.
        """
        if not self._is_counted:
            await self._count()
        usage = await run_on_files(lambda: shutil.disk_usage(self._data_dir))
        return Room(
            taken_bytes=self.taken_bytes,
            free_bytes=usage.free,
            open_units=await self._database.read(_open_units),
        )

    async def told_at(self, what: str) -> datetime | None:
        """Return when the owner was told of *what*, by this process or one before."""

        def read() -> datetime | None:
            path = self._told(what)
            return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.exists() else None

        return await run_on_files(read)

    async def tell(self, what: str, now: datetime) -> None:
        """Remember that the owner was told of *what*.

        Raises:
            StorageUnavailable: Not even an empty file fits.
        """

        def write() -> None:
            path = self._told(what)
            path.touch()
            os.utime(path, (now.timestamp(), now.timestamp()))

        await run_on_files(write)

    async def _count(self) -> None:
        # The files, not the rows: what a killed process or a cancelled request left has no row,
        # and its removal would be taken off all the same.
        before_bytes = self._use.taken_bytes
        folders = [self._data_dir / top for top in TOPS]
        found_bytes = await run_on_files(lambda: sum(_size_of(folder) for folder in folders))
        self._use.taken_bytes += found_bytes - before_bytes
        self._is_counted = True

    def _told(self, what: str) -> Path:
        return self._data_dir / f".told-{what}"


def _open_units(connection: Connection) -> int:
    return int(connection.execute(OPEN_UNITS).scalar_one())


def _size_of(top: Path) -> int:
    total_bytes = 0
    folders = [str(top)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if not entry.is_dir():
                        total_bytes += _size_of_file(entry)
                    elif entry.name != PARTS:  # what is there is counted once it is whole
                        folders.append(entry.path)
        except FileNotFoundError:
            continue  # none yet, or removed meanwhile
    return total_bytes


def _size_of_file(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except FileNotFoundError:
        return 0  # removed meanwhile
