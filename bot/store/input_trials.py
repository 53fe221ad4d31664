"""Input images of requests that are not admitted yet, so that a refused one leaves no file.

The same picture may come with several requests at once, and lie there already. All of this is
called on threads that may wait.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock


class InputTrials:
    """Counts, for each new file, the requests that may still be refused."""

    def __init__(self) -> None:
        self._requests: dict[Path, int] = {}
        self._lock = Lock()

    def is_new(self, path: Path) -> bool:
        """Tell whether that file is still to be written; its age counts from now on."""
        with self._lock:
            if _touch(path):
                return False
            self._requests.setdefault(path, 0)
            return True

    def hold(self, paths: Iterable[Path]) -> bool:
        """Let a request wait with those files; False, and none is held, if one is not there."""
        with self._lock:
            if not all(_touch(path) for path in paths):
                return False
            for path in paths:
                if path in self._requests:
                    self._requests[path] += 1
            return True

    def keep(self, paths: Iterable[Path]) -> None:
        """Keep the files of an admitted request, whatever becomes of others with the same."""
        with self._lock:
            for path in paths:
                self._requests.pop(path, None)

    def refuse(self, paths: Iterable[Path]) -> int:
        """Remove the files of a refused request if they are new and nobody else's.

        Returns:
            How many bytes that has freed.
        """
        with self._lock:
            return sum(self._let_go(path) for path in paths)

    def _let_go(self, path: Path) -> int:
        if path not in self._requests:
            return 0
        self._requests[path] -= 1
        if self._requests[path] > 0:
            return 0
        del self._requests[path]
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
