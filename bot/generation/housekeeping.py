"""Housekeeping: each minute a few small steps of clean-up, server by server, while there is any."""

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.errors import StorageUnavailable
from bot.generation.doubted_clock import DoubtedClock
from bot.generation.keeping import Keeping, keeping
from bot.settings import RetentionSettings
from bot.store.ages import ServerAges
from bot.store.file_removal import INPUT_FOLDERS
from bot.store.image_files import ImageFiles
from bot.store.retention import Removed, Retention
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_SERVERS_AT_ONCE = 20
_STEPS = 10  # a minute; each is short, and others' changes get in between
_LONGEST_WRITE = timedelta(hours=1)  # of an image file, by whoever still lives

_Step = Callable[[], Awaitable[Removed]]


class Housekeeping:
    """Looks at a few servers a minute, and removes what their keeping does not cover any more."""

    name = "housekeeping"

    def __init__(
        self,
        retention: Retention,
        files: ImageFiles,
        settings: RetentionSettings,
        time: Time,
        clock: DoubtedClock,
    ) -> None:
        self._retention = retention
        self._files = files
        self._settings = settings
        self._time = time
        self._clock = clock
        self._servers: deque[ServerAges] = deque()
        self._last_id: int | None = None
        self._folder = 0

    async def step(self) -> None:
        """Do what one minute allows; what fails is logged, and done again later."""
        try:
            if not await self._clock.is_believed():
                return
            await self._sweep_files()
            await self._clean_servers()
        except StorageUnavailable as error:
            self._servers.clear()
            logger.warning("clean-up put off", fault=repr(error.__cause__ or error))

    async def _sweep_files(self) -> None:
        now = self._time.now()
        await self._files.sweep(now - _LONGEST_WRITE)
        before = now - timedelta(days=self._settings.images_days)
        removed = await self._retention.remove_old_inputs(self._folder, before)
        self._folder = (self._folder + 1) % INPUT_FOLDERS
        await self._retention.prune_blocks(now)
        await self._retention.prune_cases(now - timedelta(days=self._settings.ledger_days))
        if removed.count:
            logger.info("removed inputs", count=removed.count, freed_bytes=removed.freed_bytes)

    async def _clean_servers(self) -> None:
        if not self._servers:
            found = await self._retention.next_servers(self._last_id, _SERVERS_AT_ONCE)
            self._servers.extend(found)
            self._last_id = found[-1].server_id if len(found) == _SERVERS_AT_ONCE else None
        left = _STEPS
        while self._servers and left > 0:
            used, is_done = await self._clean(self._servers[0], left)
            left -= used
            if is_done:
                self._servers.popleft()

    async def _clean(self, ages: ServerAges, most: int) -> tuple[int, bool]:
        """Return how many steps it took, and whether this server is done for this round."""
        used = 0
        kept = keeping(self._settings, ages, self._time.now())
        for kind, step in self._due(ages, kept).items():
            has_more = True
            while has_more:
                if used == most:
                    return used, False
                removed = await step()
                used += 1
                has_more = removed.has_more
                if removed.count:
                    logger.info(
                        "removed",
                        kind=kind,
                        server=ages.server_id,
                        count=removed.count,
                        freed_bytes=removed.freed_bytes,
                    )
        return used, True

    def _due(self, ages: ServerAges, kept: Keeping) -> dict[str, _Step]:
        """Return the steps that find something, in the order in which they must be taken."""
        retention, target = self._retention, kept.target
        steps: dict[str, _Step] = {}
        if _is_before(ages.images_at, kept.images.created):
            steps["images"] = lambda: retention.remove_images(target, kept.images, kept.inputs)
        if _is_before(ages.prompts_at, kept.prompts.created):
            steps["prompts"] = lambda: retention.erase_prompts(target, kept.prompts)
        if ages.ledger_day is not None and ages.ledger_day < kept.ledger:
            steps["ledger"] = lambda: retention.prune_ledger(target, kept.ledger)
        if ages.reports_at is not None and ages.reports_at.date() < kept.ledger:
            steps["reports"] = lambda: retention.prune_reports(target, kept.ledger)
        if _is_before(ages.sessions_at, kept.prompts.created):
            steps["sessions"] = lambda: retention.prune_sessions(target, kept.prompts.created)
        steps |= self._due_of_log(ages, kept)
        if _is_before(ages.rows_at, kept.rows.created):
            steps["rows"] = lambda: retention.drop_rows(target, kept.rows)
        if kept.is_purge:
            steps["rest"] = lambda: retention.drop_rest(target, kept.rows.created)
        return steps

    def _due_of_log(self, ages: ServerAges, kept: Keeping) -> dict[str, _Step]:
        retention, target = self._retention, kept.target
        steps: dict[str, _Step] = {}
        if _is_before(ages.texts_at, kept.prompts.created):
            steps["texts"] = lambda: retention.prune_texts(target, kept.prompts.created)
        if _is_before(ages.log_at, kept.log):
            steps["log"] = lambda: retention.prune_log(target, kept.log)
        return steps


def _is_before(moment: datetime | None, bound: datetime) -> bool:
    return moment is not None and moment < bound
