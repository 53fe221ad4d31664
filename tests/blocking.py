"""Watching for blocking calls on the event loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from blockbuster import BlockBuster, blockbuster_ctx


@contextmanager
def no_blocking_calls(scanned: ModuleType | None = None) -> Iterator[BlockBuster]:
    """Make every blocking call on an event loop raise; *scanned* narrows it to one package."""
    with blockbuster_ctx(scanned_modules=scanned) as watch:
        # Coverage takes this lock at a switch of threads, wherever our code just is.
        watch.functions["threading.Lock.acquire"].can_block_in("coverage/collector.py", "lock_data")
        # aiohttp reads what is uploaded on another thread; SimCord stands in for it, and does not.
        reads = watch.functions["io.BufferedReader.read"]
        reads.can_block_in("simcord/http/_helpers.py", {"prepare_bot_message", "<listcomp>"})
        yield watch
