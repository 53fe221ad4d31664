"""Python's garbage collector, kept waiting while very many objects are made in a thread.

Its full passes stop every thread: while ten thousand words are compiled they come again and
again, and each held the event loop for a tenth of a second and more.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_waiting: list[bool] = []  # for each who keeps it waiting: whether it was on before


@contextmanager
def collector_waits() -> Iterator[None]:
    """Collect nothing until the last block that wants it so is left; memory grows meanwhile."""
    with _lock:
        _waiting.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            was_on = _waiting[0]
            _waiting.pop()
            if not _waiting and was_on:
                gc.enable()
