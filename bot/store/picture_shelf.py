"""What waits until a form is sent: pictures of other people's messages, and what it is about.

Most forms are never sent, so nothing here is for long: the oldest give way to the newest.
"""

import os
import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from bot.store.image_files import run_on_files

_KEPT_FOR = timedelta(days=1)
_MOST_BYTES = 256 * 1024 * 1024
_MOST_FILES = 1_000
_NAME = re.compile(r"[0-9a-z-]{1,100}")


class PictureShelf:
    """Keeps files under names for a day at most, and 256 MB in all."""

    def __init__(self, data_dir: Path, *, most_bytes: int = _MOST_BYTES) -> None:
        self._folder = data_dir / "shelf"
        self._most_bytes = most_bytes
        self._changing = Lock()  # held on threads that may wait

    async def put(self, name: str, data: bytes, now: datetime) -> None:
        """Keep *data*, in place of what has that name.

        Raises:
            StorageUnavailable: The disk is full or read-only.
            ValueError: It is no name.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("not a name for the shelf")
        await run_on_files(lambda: self._put(name, data, now))

    async def get(self, name: str) -> bytes | None:
        """Return what was put, None if it gave way to others.

        Raises:
            StorageUnavailable: The disk cannot be read.
        """
        if not _NAME.fullmatch(name):
            return None
        return await run_on_files(lambda: self._get(name))

    async def remove(self, name: str) -> None:
        """Take it away, if it is there.

        Raises:
            StorageUnavailable: The disk is read-only.
            ValueError: It is no name.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("not a name for the shelf")
        await run_on_files(lambda: (self._folder / name).unlink(missing_ok=True))

    async def sweep(self, now: datetime) -> None:
        """Remove what has lain there for a day.

        Raises:
            StorageUnavailable: The disk is read-only.
        """
        await run_on_files(lambda: self._sweep(now))

    def _get(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def _put(self, name: str, data: bytes, now: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._changing:
            self._make_room(len(data), now)
            handle, part = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.utime(part, (now.timestamp(), now.timestamp()))
                Path(part).replace(self._folder / name)
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise

    def _sweep(self, now: datetime) -> None:
        if self._folder.is_dir():
            with self._changing:
                self._make_room(0, now)

    def _make_room(self, wanted_bytes: int, now: datetime) -> None:
        before_s = (now - _KEPT_FOR).timestamp()
        every = [(path.stat(), path) for path in self._folder.iterdir()]
        taken_bytes = sum(about.st_size for about, _path in every)
        count = len(every)
        for about, path in sorted(every, key=lambda pair: pair[0].st_mtime):
            is_full = taken_bytes + wanted_bytes > self._most_bytes or count >= _MOST_FILES
            if about.st_mtime >= before_s and not is_full:
                return
            path.unlink(missing_ok=True)
            taken_bytes -= about.st_size
            count -= 1
