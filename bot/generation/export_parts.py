"""ZIP files that each stay below a size: an entry that would not fit begins the next one.

Plain functions over files, to be run off the event loop; of an image no more than a block is in
memory. How large an entry becomes is known before it is written, so that no file is too large.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_END = 22  # bytes of a ZIP's end
_PER_ENTRY = 30 + 46 + 64  # its two headers, and room for what they may add; and twice its name


class TooLarge(Exception):
    """One entry alone is larger than a part may be."""


class NoPartLeft(Exception):
    """As many parts as there may be are full."""


class Parts:
    """Writes entries in the order of their coming; *stem* is how the files' names begin."""

    def __init__(self, folder: Path, stem: str, limit_bytes: int, most: int) -> None:
        self._folder = folder
        self._stem = stem
        self._limit_bytes = limit_bytes
        self._most = most
        self._count = 0
        self._zip: zipfile.ZipFile | None = None
        self._used_bytes = _END
        self._finished: list[Path] = []

    def add_text(self, name: str, text: str) -> None:
        """Add a text, compressed.

        Raises:
            TooLarge: It fits in no part.
            NoPartLeft: All are full.
        """
        data = text.encode()
        size_bytes = len(zlib.compress(data)) + 64  # zipfile's own stream is a few bytes shorter
        with self._room(name, size_bytes) as part:
            part.writestr(name, data, zipfile.ZIP_DEFLATED)

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as it is.

        Raises:
            TooLarge: It fits in no part.
            NoPartLeft: All are full.
            OSError: It cannot be read.
        """
        size_bytes = path.stat().st_size
        with self._room(name, size_bytes) as part:
            part.write(path, name, zipfile.ZIP_STORED)

    def take_finished(self) -> list[Path]:
        """Return the files that are complete by now, each once."""
        taken, self._finished = self._finished, []
        return taken

    def close(self) -> None:
        """Complete the last file."""
        if self._zip is not None:
            path = Path(str(self._zip.filename))
            self._zip.close()
            self._zip = None
            self._finished.append(path)

    @contextmanager
    def _room(self, name: str, size_bytes: int) -> Iterator[zipfile.ZipFile]:
        needed_bytes = size_bytes + _PER_ENTRY + 2 * len(name.encode())
        if needed_bytes + _END > self._limit_bytes:
            raise TooLarge(name)
        if self._zip is not None and self._used_bytes + needed_bytes > self._limit_bytes:
            self.close()
        if self._zip is None:
            if self._count == self._most:
                raise NoPartLeft
            self._count += 1
            path = self._folder / f"{self._stem}-{self._count}.zip"
            self._zip = zipfile.ZipFile(path, "w")
            self._used_bytes = _END
        yield self._zip
        self._used_bytes += needed_bytes
