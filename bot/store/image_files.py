"""The image files: finished images by generation, input images by their SHA-256.

A file is there whole or not at all, also after a crash: it is written in a folder of its own,
forced to the disk, and renamed. What a killed process leaves in that folder, the next one sweeps.
"""

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import structlog

from bot.errors import StorageUnavailable
from bot.store.input_trials import InputTrials

logger = structlog.stdlib.get_logger(__name__)

Result = TypeVar("Result")
_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}
SUFFIXES = (*_SUFFIXES.values(), "bin")
_PER_FOLDER = 1000
TOPS = ("images", "inputs")
PARTS = ".parts"
_MOST_SWEPT = 1000  # of one folder at one start
_SHA256 = re.compile(r"[0-9a-f]{64}")


class DiskUse:
    """How many bytes all image files take together; counted once, then kept up to date.

    ``images_written`` counts the finished images that were added since the start.
    """

    def __init__(self) -> None:
        self.taken_bytes = 0
        self.images_written = 0


class ImageFiles:
    """Reads and writes below the data folder, off the event loop."""

    def __init__(self, data_dir: Path, use: DiskUse | None = None) -> None:
        self._data_dir = data_dir
        self.use = use or DiskUse()
        self._trials = InputTrials()

    async def write(self, generation_id: int, index: int, data: bytes, content_type: str) -> str:
        """Write a finished image and return its path, relative to the data folder.

        Raises:
            StorageUnavailable: The disk is full or read-only.
        """
        path = image_path(generation_id, index, _SUFFIXES.get(content_type, "bin"))
        # First the await: between reading the sum and writing it others would be forgotten.
        added_bytes = await run_on_files(lambda: self._write_whole(path, data))
        self.use.taken_bytes += added_bytes
        self.use.images_written += 1
        return path

    async def read(self, path: str) -> bytes:
        """Return the bytes of an image by its relative path.

        Raises:
            StorageUnavailable: The file is gone or cannot be read.
            ValueError: *path* leads out of the data folder.
        """
        return await run_on_files(lambda: self._below(path).read_bytes())

    async def work_on(self, path: str, work: Callable[[Path], Result]) -> Result:
        """Run *work* on the file of an image, off the event loop, and return what it returns.

        Raises:
            StorageUnavailable: The file is gone or cannot be read.
            ValueError: *path* leads out of the data folder.
        """
        return await run_on_files(lambda: work(self._below(path)))

    async def write_input(self, data: bytes) -> str:
        """Keep an input image and return its SHA-256; the same bytes are kept once.

        It lies there on trial until ``keep_inputs`` or ``refuse_inputs`` says what became of its
        request, which takes it by ``hold_inputs``.

        Raises:
            StorageUnavailable: The disk is full or read-only.
        """

        def write() -> tuple[str, int]:
            sha256 = hashlib.sha256(data).hexdigest()
            path = input_path(sha256)
            is_new = self._trials.is_new(self._data_dir / path)
            return sha256, self._write_whole(path, data) if is_new else 0

        sha256, added_bytes = await run_on_files(write)
        self.use.taken_bytes += added_bytes
        return sha256

    async def hold_inputs(self, hashes: Iterable[str]) -> bool:
        """Take input images along with a request; False if one is not there any more.

        Raises:
            StorageUnavailable: The disk is read-only.
        """
        paths = self._inputs(hashes)
        return await run_on_files(lambda: self._trials.hold(paths))

    async def keep_inputs(self, hashes: Iterable[str]) -> None:
        """Keep what an admitted request holds."""
        paths = self._inputs(hashes)
        await asyncio.to_thread(self._trials.keep, paths)

    async def refuse_inputs(self, hashes: Iterable[str]) -> None:
        """Remove what a refused request holds, if it is new and no other request has it.

        Raises:
            StorageUnavailable: The disk is read-only.
        """
        paths = self._inputs(hashes)
        freed_bytes = await run_on_files(lambda: self._trials.refuse(paths))
        self.use.taken_bytes -= freed_bytes

    async def read_input(self, sha256: str) -> bytes:
        """Return the bytes of an input image.

        Raises:
            StorageUnavailable: The file is gone or cannot be read.
            ValueError: *sha256* is none.
        """
        return await self.read(input_path(sha256))

    async def sweep(self, before: datetime) -> int:
        """Remove what killed processes left half written before that moment; return how many.

        What cannot be removed is logged and stays.
        """
        return await asyncio.to_thread(self._sweep, before.timestamp())

    def _sweep(self, before_s: float) -> int:
        removed = 0
        for top in TOPS:
            folder = self._data_dir / top / PARTS
            try:
                for part in islice(folder.iterdir(), _MOST_SWEPT) if folder.is_dir() else ():
                    if part.stat().st_mtime < before_s:
                        part.unlink()
                        removed += 1
            except OSError as error:
                logger.warning("half-written files stay", fault=str(error))
        if removed:
            logger.info("half-written files removed", count=removed)
        return removed

    def _write_whole(self, path: str, data: bytes) -> int:
        """Write a file and return by how many bytes the folder has grown."""
        target = self._data_dir / path
        # Below the same top folder, since a rename cannot leave its file system.
        parts = self._data_dir / path.partition("/")[0] / PARTS
        for folder in (target.parent, parts):
            folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f"{target.name}.", dir=parts)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            replaced_bytes = target.stat().st_size if target.exists() else 0
            Path(part).replace(target)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        _force_folder(target.parent)
        return len(data) - replaced_bytes

    def _inputs(self, hashes: Iterable[str]) -> list[Path]:
        return [self._data_dir / input_path(sha256) for sha256 in hashes]

    def _below(self, path: str) -> Path:
        root = self._data_dir.resolve()
        target = (root / path).resolve()
        if not target.is_relative_to(root):
            raise ValueError(f"not below the data folder: {path}")
        return target


def image_path(generation_id: int, index: int, suffix: str) -> str:
    """Return where a finished image lies, relative to the data folder."""
    folder = generation_id // _PER_FOLDER  # a folder of a million files is slow to list
    return f"images/{folder}/{generation_id}-{index}.{suffix}"


def input_path(sha256: str) -> str:
    """Return where an input image lies, relative to the data folder.

    Raises:
        ValueError: *sha256* is none.
    """
    if not is_sha256(sha256):
        raise ValueError("not a SHA-256")
    return f"inputs/{sha256[:2]}/{sha256}"


def is_sha256(name: str) -> bool:
    """Tell whether that is one, in lower case."""
    return _SHA256.fullmatch(name) is not None


async def run_on_files(work: Callable[[], Result]) -> Result:
    """Run *work* on another thread.

    Raises:
        StorageUnavailable: The disk is full, read-only, or lacks what is asked of it.
    """
    try:
        return await asyncio.to_thread(work)
    except OSError as error:
        logger.error("image file unusable", fault=str(error))  # noqa: TRY400 - no bug
        raise StorageUnavailable from error


def _force_folder(folder: Path) -> None:
    # The rename itself is kept only once the folder is on the disk.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
