"""Upkeep: what keeps database and disk from growing for ever, put together in one place."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.generation.disk_room import DiskRoom, OwnerNotice
from bot.generation.doubted_clock import DoubtedClock
from bot.generation.housekeeping import Housekeeping
from bot.generation.membership import Membership
from bot.generation.old_words import OldWords
from bot.settings import RetentionSettings
from bot.store.database import Database
from bot.store.disk import Disk
from bot.store.file_removal import FileRemoval
from bot.store.image_files import ImageFiles
from bot.store.retention import Retention
from bot.store.servers import Servers
from bot.store.words import WordBacklog
from bot.timing import Time

_DOUBT = timedelta(days=1)  # what is removed by mistake is gone for good


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """Three sweeps for the work, room for the admission, and ears for the client."""

    housekeeping: Housekeeping
    disk_room: DiskRoom
    old_words: OldWords
    membership: Membership

    @property
    def sweeps(self) -> tuple[DiskRoom, Housekeeping, OldWords]:
        """What is to be done a little of, each minute."""
        return self.disk_room, self.housekeeping, self.old_words


def build_upkeep(
    *,
    settings: RetentionSettings,
    data_dir: Path,
    database: Database,
    files: ImageFiles,
    notice: OwnerNotice,
    time: Time,
) -> Upkeep:
    """Build its parts; starts nothing."""
    retention = Retention(database, FileRemoval(data_dir, files.use))
    clock = DoubtedClock(time, _DOUBT, retention.newest)
    return Upkeep(
        housekeeping=Housekeeping(retention, files, settings, time, clock),
        disk_room=DiskRoom(Disk(data_dir, database, files.use), settings, notice, time),
        old_words=OldWords(WordBacklog(database)),
        membership=Membership(Servers(database), time),
    )
