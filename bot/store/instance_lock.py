"""One process for each name: two under the same name would both go on with the same generations."""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from bot.errors import SettingsError
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_INTERVAL_S = 0.1


@asynccontextmanager
async def only_instance(
    folder: Path, name: str, time: Time, *, patience_s: float
) -> AsyncIterator[None]:
    """Be the only process of that *name* on *folder*, which exists, until the end of the block.

    The kernel gives the lock back however the process ends; the file stays and means nothing.
    A predecessor that is stopping is waited for.

    Raises:
        SettingsError: Another process has that name for longer than *patience_s* seconds.
    """
    path = folder / f"{name}.lock"
    handle = await asyncio.to_thread(_open, path)
    try:
        await _lock(handle, name, time, patience_s)
        if others := await asyncio.to_thread(_others, path):
            logger.warning(
                "another instance runs: two of one bot account answer everything twice",
                others=others,
            )
        yield
    finally:
        await asyncio.to_thread(os.close, handle)


async def _lock(handle: int, name: str, time: Time, patience_s: float) -> None:
    deadline_s = time.monotonic() + patience_s
    is_first = True
    while not await asyncio.to_thread(_is_locked, handle):
        if time.monotonic() >= deadline_s:
            raise SettingsError(
                f"Another Easel with the name {name} is running on this data folder: stop "
                "that one first. One bot account needs one process; two would answer each "
                "command twice."
            )
        if is_first:
            logger.info("waiting for the one before to stop", instance=name)
            is_first = False
        await time.sleep(_INTERVAL_S)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise SettingsError(
            f"The file {path} cannot be opened: {error.strerror}. The bot must be able to write it."
        ) from None


def _others(own: Path) -> list[str]:
    """Return the names that other processes have at this moment."""
    found = []
    for path in sorted(own.parent.glob(f"*{own.suffix}")):
        with contextlib.suppress(OSError), path.open("rb") as file:
            try:
                # Shared, and given back at once: it is only a look.
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                found.append(path.stem)
    return [name for name in found if name != own.stem]


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # Some network file systems have no locks; the bot is of use without.
        logger.warning("no lock on the data folder", fault=error.strerror)
    return True
