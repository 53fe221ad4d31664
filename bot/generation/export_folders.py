"""The folders that exports are written to, one each: copies of all that is a member's."""

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from bot.store.image_files import run_on_files

_KEPT_FOR = timedelta(hours=1)  # what a killed process left; no export takes that long


class ExportFolders:
    """Makes and removes them; whose process was killed leaves one, which a sweep removes."""

    def __init__(self, data_dir: Path) -> None:
        self._exports = data_dir / "exports"

    async def new(self) -> Path:
        """Return an empty folder.

        Raises:
            StorageUnavailable: The disk is full or read-only.
        """
        return await run_on_files(self._new)

    async def remove(self, folder: Path) -> None:
        """Remove a folder with all that is in it."""
        await run_on_files(lambda: shutil.rmtree(folder, ignore_errors=True))

    async def sweep(self, now: datetime) -> None:
        """Remove what no export writes to any more, or the deleted would go on lying there.

        Raises:
            StorageUnavailable: The disk cannot be read.
        """
        await run_on_files(lambda: self._sweep((now - _KEPT_FOR).timestamp()))

    def _new(self) -> Path:
        self._exports.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self._exports))

    def _sweep(self, before_s: float) -> None:
        for folder in self._exports.iterdir() if self._exports.is_dir() else ():
            if folder.stat().st_mtime < before_s:
                shutil.rmtree(folder, ignore_errors=True)
