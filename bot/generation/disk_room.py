"""Room on the disk: measured each minute, told to the owner in time, refused when it runs out."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import DiskFull, StorageUnavailable
from bot.settings import RetentionSettings
from bot.store.disk import Disk, Room
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

UNIT_BYTES = 4_000_000  # what an image that is still to come is taken to need
LEAST_FREE_BYTES = 200_000_000
_BETWEEN_NOTICES = timedelta(days=1)


def is_over_bound(room: Room, units: int, max_bytes: int) -> bool:
    """Tell whether *units* more images, beside those to come, pass what all images may take."""
    return room.taken_bytes + (room.open_units + units) * UNIT_BYTES > max_bytes


def is_disk_short(room: Room, units: int) -> bool:
    """Tell whether they would leave too little free on the disk."""
    return room.free_bytes - (room.open_units + units) * UNIT_BYTES < LEAST_FREE_BYTES


class OwnerNotice(Protocol):
    """A private road to whoever owns the bot."""

    async def tell(self, text: str) -> bool:
        """Send *text*; False if it did not arrive. Never raises because of Discord."""
        ...


class DiskRoom:
    """Refuses what would not fit: also what is admitted but not yet made counts, by an estimate."""

    name = "disk room"

    def __init__(
        self, disk: Disk, settings: RetentionSettings, notice: OwnerNotice, time: Time
    ) -> None:
        self._disk = disk
        self._max_bytes = int(settings.disk_max_gb * 1_000_000_000)
        self._warning_percent = settings.disk_warning_percent
        self._notice = notice
        self._time = time
        self._room: Room | None = None
        self._told_at: dict[str, datetime] = {}
        self._passed_units = 0  # let through since the disk was measured
        self._written_before = 0
        self._telling: asyncio.Task[None] | None = None

    @contextmanager
    def set_aside(self, units: int) -> Iterator[None]:
        """Set room aside for so many images; if they are not admitted within, it is free again.

        Raises:
            DiskFull: They would not fit beside what is there and what is to come.
        """
        room = self._room
        if room is not None and not self._fits(room, units):
            logger.warning("request refused: no room on the disk", **self._figures(room))
            if self._telling is None:  # beside the refusal, which has to be answered in 3 s
                self._telling = asyncio.create_task(self._tell("disk-full", _full(), room))
            raise DiskFull
        self._passed_units += units
        try:
            yield
        except BaseException:
            self._passed_units = max(0, self._passed_units - units)  # it may be measured anew
            raise

    async def measure(self) -> Room | None:
        """Measure, as is to be done once before the first admission; None if that fails."""
        try:
            room = await self._disk.room()
        except StorageUnavailable as error:
            logger.warning("room on the disk unknown", fault=repr(error.__cause__ or error))
            return None
        self._room, self._passed_units = room, 0
        self._written_before = self._disk.images_written
        return room

    async def step(self) -> None:
        """Measure, and tell the owner if room gets short, once a day for each reason."""
        telling, self._telling = self._telling, None
        try:
            if telling is not None:
                await telling
            room = await self.measure()
            if room is not None:
                await self._warn(room)
        except StorageUnavailable as error:
            logger.warning("notices to the owner unknown", fault=repr(error.__cause__ or error))

    def _fits(self, room: Room, units: int) -> bool:
        # What has its file by now is counted by its bytes, and is not to come any more.
        written = self._disk.images_written - self._written_before
        taken_bytes = self._disk.taken_bytes
        now = replace(
            room,
            taken_bytes=taken_bytes,
            free_bytes=room.free_bytes - (taken_bytes - room.taken_bytes),
            open_units=max(0, room.open_units + self._passed_units - written),
        )
        return not is_over_bound(now, units, self._max_bytes) and not is_disk_short(now, units)

    async def _warn(self, room: Room) -> None:
        if not self._fits(room, 1):
            await self._tell("disk-full", _full(), room)
        elif room.taken_bytes * 100 >= self._max_bytes * self._warning_percent:
            await self._tell("disk-low", _low(), room)

    async def _tell(self, what: str, text: str, room: Room) -> None:
        now = self._time.now()
        logger.warning("room on the disk gets short", what=what, **self._figures(room))
        if not await self._is_first_of_day(what, now):
            return
        figures = {
            "taken": f"{room.taken_bytes / 1e9:.1f}",
            "most": f"{self._max_bytes / 1e9:.1f}",
            "free": f"{room.free_bytes / 1e9:.1f}",
        }
        is_told = await self._notice.tell(text.format(**figures))
        logger.info("owner told", what=what, has_arrived=is_told)

    async def _is_first_of_day(self, what: str, now: datetime) -> bool:
        # Remembered on the disk for the next start, and here in case that it takes nothing more.
        told_at = self._told_at.get(what) or await self._disk.told_at(what)
        self._told_at[what] = told_at or now
        if told_at is not None and now - told_at < _BETWEEN_NOTICES:
            return False
        self._told_at[what] = now
        try:
            await self._disk.tell(what, now)
        except StorageUnavailable as error:
            logger.warning("notice not noted", what=what, fault=repr(error.__cause__))
        return True

    def _figures(self, room: Room) -> dict[str, int]:
        return {
            "taken_mb": self._disk.taken_bytes // 1_000_000,
            "most_mb": self._max_bytes // 1_000_000,
            "free_mb": room.free_bytes // 1_000_000,
            "open_units": room.open_units,
        }


def _low() -> str:
    return (
        "Your bot's images take {taken} GB of the {most} GB they may take, and {free} GB are free "
        "on its disk. When that runs out, new requests are refused. Raise `disk_max_gb` in "
        "`[retention]`, or keep images for fewer days (`images_days`)."
    )


def _full() -> str:
    return (
        "Your bot has no room for new images and refuses requests now. Its images take {taken} GB "
        "of the {most} GB they may take, and {free} GB are free on its disk. Free some space, "
        "raise `disk_max_gb` in `[retention]`, or keep images for fewer days (`images_days`)."
    )
