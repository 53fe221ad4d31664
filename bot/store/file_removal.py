"""Removing image files that nothing needs any more, off the event loop."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from bot.store.image_files import (
    SUFFIXES,
    DiskUse,
    image_path,
    input_path,
    is_sha256,
    run_on_files,
)
from bot.store.input_trials import remove

INPUT_FOLDERS = 256
_MOST_IMAGES = 16  # of one generation: eight, and what a control image adds
_LISTED_FROM = 10  # generations of one folder
_IMAGE = re.compile(r"(\d+)-\d+\.\w+")
_MOST_INPUTS = 100  # looked for in one step


class FileRemoval:
    """Removes; what is gone already is no error, so that everything may be repeated."""

    def __init__(self, data_dir: Path, use: DiskUse) -> None:
        self._data_dir = data_dir
        self._use = use

    async def images(self, generation_ids: Sequence[int], paths: Iterable[str]) -> int:
        """Remove what *paths* name and whatever else is named for those generations.

        A file may have no row: the disk was full, or the process killed, before it was written.

        Returns:
            How many bytes that has freed.

        Raises:
            StorageUnavailable: One of them cannot be removed.
        """
        named = list(paths)

        def candidates() -> Iterable[Path]:
            for path in named:
                yield self._data_dir / path
            folders = defaultdict[Path, set[int]](set)
            for generation_id in generation_ids:
                image = self._data_dir / image_path(generation_id, 0, "png")
                folders[image.parent].add(generation_id)
            for folder, ids in folders.items():
                yield from _listed(folder, ids) if len(ids) >= _LISTED_FROM else _named(folder, ids)

        return await self._free(candidates)

    async def old_inputs(self, folder: int, before: datetime) -> Sequence[str]:
        """Return hashes in one of ``INPUT_FOLDERS``, of input images not used since *before*."""

        def find() -> Sequence[str]:
            path = self._data_dir / "inputs" / f"{folder:02x}"
            if not path.is_dir():
                return ()
            files = (file for file in path.iterdir() if is_sha256(file.name))
            return list(
                islice((file.name for file in files if _is_older(file, before)), _MOST_INPUTS)
            )

        return await run_on_files(find)

    async def inputs(self, hashes: Iterable[str], before: datetime) -> int:
        """Remove input images that were not used since *before*; return the bytes freed.

        Raises:
            StorageUnavailable: One of them cannot be removed.
        """
        named = [self._data_dir / input_path(sha256) for sha256 in hashes if is_sha256(sha256)]
        return await self._free(lambda: (path for path in named if _is_older(path, before)))

    async def _free(self, candidates: Callable[[], Iterable[Path]]) -> int:
        freed_bytes = await run_on_files(lambda: sum(remove(path) for path in candidates()))
        self._use.taken_bytes -= freed_bytes
        return freed_bytes


def _listed(folder: Path, generation_ids: Container[int]) -> Iterable[Path]:
    """Find the images of many generations by looking through their folder once."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        match = _IMAGE.fullmatch(path.name)
        if match is not None and int(match[1]) in generation_ids:
            yield path


def _named(folder: Path, generation_ids: Iterable[int]) -> Iterable[Path]:
    """Name every image that a few generations can have; the folder may hold thousands of others."""
    for generation_id in generation_ids:
        for index in range(_MOST_IMAGES):
            for suffix in SUFFIXES:
                yield folder / f"{generation_id}-{index}.{suffix}"


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False
