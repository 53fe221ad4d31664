"""Telling admins that a budget has reached a mark; and removing sums that nobody asks for again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import StorageUnavailable
from bot.generation.doubted_clock import DoubtedClock
from bot.store.budget_marks import BudgetMarks, Mark
from bot.store.spent_cleaning import SpentCleaning
from bot.store.windows import key_of, utc_day
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

DAYS_KEPT = timedelta(days=40)  # of sums by day; no quota reaches further back
_AT_ONCE = 20
_AGAIN = timedelta(hours=1)  # after nobody could be told


class BudgetTeller(Protocol):
    """Who can tell a server's admins something."""

    async def tell(self, mark: Mark) -> bool:
        """Tell them; False if it did not arrive."""
        ...


class BudgetNotices:
    """Each minute tells what is to be told: the rows outlive restarts, so nothing is lost."""

    name = "budgets"

    def __init__(
        self,
        marks: BudgetMarks,
        cleaning: SpentCleaning,
        teller: BudgetTeller,
        *,
        months_kept: timedelta,
        clock: DoubtedClock,
        time: Time,
    ) -> None:
        self._marks = marks
        self._cleaning = cleaning
        self._teller = teller
        self._months_kept = months_kept
        self._clock = clock
        self._time = time
        self._not_before: dict[Mark, datetime] = {}

    async def step(self) -> None:
        """Do a little; what fails is logged, and done again later."""
        try:
            for mark in await self._due():
                await self._tell(mark)
            await self._clean()
        except StorageUnavailable as error:
            logger.warning("budgets put off", fault=repr(error.__cause__ or error))

    async def _due(self) -> Sequence[Mark]:
        """Return whom to tell now: who could not be told a while ago keeps nobody else waiting."""
        now = self._time.now()
        found = await self._marks.untold(_AT_ONCE + len(self._not_before))
        self._not_before = {
            mark: self._not_before[mark] for mark in found if mark in self._not_before
        }
        return [mark for mark in found if self._not_before.get(mark, now) <= now][:_AT_ONCE]

    async def _tell(self, mark: Mark) -> None:
        now = self._time.now()
        is_over = mark.period_key != key_of(mark.period, utc_day(now))
        if not is_over:
            if not await self._teller.tell(mark):
                # Until then `/mod budget` may have told it.
                self._not_before[mark] = now + _AGAIN
                return
            logger.info("budget told", server=mark.server_id, percent=mark.percent)
        self._not_before.pop(mark, None)
        await self._marks.told(mark, now)

    async def _clean(self) -> None:
        now = self._time.now()
        await self._cleaning.drop_parked(now)
        if await self._clock.is_believed():
            today = utc_day(now)
            await self._cleaning.drop_sums(
                days_before=today - DAYS_KEPT, months_before=today - self._months_kept
            )
