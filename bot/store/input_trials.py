"""Input images of requests that are not admitted yet, so that a refused one leaves no file.

The same picture may come with several requests at once, and lie there already. All of this is
called on threads that may wait.
"""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from threading import Lock


class InputTrials:
    """Counts, for each new file, the requests that may still be refused."""

    def __init__(self) -> None:
        self._open = Counter[Path]()
        self._lock = Lock()

    def begin(self, path: Path) -> bool:
        """Note that a request brings that file; True: it is not there and to be written."""
        with self._lock:
            is_new = not _touch(path)
            if is_new or path in self._open:
                self._open[path] += 1
            return is_new

    def keep(self, paths: Iterable[Path]) -> bool:
        """Keep the files, whatever becomes of other requests; False if one is not there.

        Their age counts from now on.
        """
        with self._lock:
            are_there = [_touch(path) for path in paths]
            for path in paths:
                self._open.pop(path, None)
            return all(are_there)

    def refuse(self, path: Path) -> int:
        """Remove the file if it is new and came with no other request; return the bytes freed."""
        with self._lock:
            if path not in self._open:
                return 0
            self._open[path] -= 1
            if self._open[path] > 0:
                return 0
            del self._open[path]
            return remove(path)


def remove(path: Path) -> int:
    """Remove a file and return how many bytes it had; 0 if it is gone already."""
    try:
        size_bytes = path.stat().st_size
        path.unlink()
    except FileNotFoundError:
        return 0
    return size_bytes


def _touch(path: Path) -> bool:
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True
