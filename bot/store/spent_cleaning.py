"""Removing what quotas and budgets have no use for any more: a step at a time."""

from datetime import date, datetime

from bot.store import parked, spending
from bot.store.database import Database


class SpentCleaning:
    """Removes old sums, and requests that were asked about and never answered."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def drop_sums(self, *, days_before: date, months_before: date) -> int:
        """Remove a step of sums of days and months before those; return how many.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: spending.drop_old(
                connection, days_before=days_before, months_before=months_before
            )
        )

    async def drop_parked(self, now: datetime) -> int:
        """Remove a step of the parked requests that are too old; return how many.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        return await self._database.writer.write(
            lambda connection: parked.drop_old(connection, now)
        )
