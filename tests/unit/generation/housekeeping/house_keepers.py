"""Housekeeping over a database and its files, as its tests build it."""

from datetime import timedelta
from pathlib import Path

from bot.generation.doubted_clock import DoubtedClock
from bot.generation.housekeeping import Housekeeping
from bot.settings import RetentionSettings
from bot.store.database import Database
from bot.store.file_removal import FileRemoval
from bot.store.image_files import DiskUse, ImageFiles
from bot.store.retention import Retention
from tests.fakes.time import FakeTime

KEPT = RetentionSettings(images_days=90, prompts_days=365, ledger_days=400, removed_server_days=7)


def housekeeping(
    database: Database, data_dir: Path, time: FakeTime, settings: RetentionSettings = KEPT
) -> Housekeeping:
    use = DiskUse()
    retention = Retention(database, FileRemoval(data_dir, use))
    clock = DoubtedClock(time, timedelta(days=1))
    return Housekeeping(retention, ImageFiles(data_dir, use), settings, time, clock)
