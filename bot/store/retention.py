"""Removing what is older than it may be kept, in steps of a hundred generations at most.

Each kind has its front (``bot.store.fronts``): images, then prompts, then whole rows once their
ledger entries are gone as well. Rows of images go first, their files follow, and only then is the
front stored: a crash in between leaves no row without its file, and no file that nobody finds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import Connection

from bot.store import block_cleaning, case_cleaning, cleaning, log_cleaning
from bot.store.ages import ServerAges, newest, next_servers
from bot.store.cleaning import Loosened, Target
from bot.store.database import Database
from bot.store.file_removal import FileRemoval
from bot.store.fronts import Advance, Bound, Front
from bot.store.session_cleaning import prune_sessions

Result = TypeVar("Result")

WHENEVER = datetime(9999, 1, 1, tzinfo=UTC)  # what goes, however lately it was used

_IMAGES = "images"
_PROMPTS = "prompts"
_ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What one step has removed, and whether another step may find more."""

    count: int = 0
    has_more: bool = False
    freed_bytes: int = 0


class Retention:
    """Cleans up one kind in one server at a time; others decide which, and from what age on."""

    def __init__(self, database: Database, files: FileRemoval) -> None:
        self._database = database
        self._files = files
        self._fronts: dict[tuple[int, str], Front] = {}

    async def next_servers(self, after: int | None, limit: int) -> Sequence[ServerAges]:
        """Return up to *limit* servers that keep something, in order of ids above *after*."""
        return await self._database.read(lambda connection: next_servers(connection, after, limit))

    async def newest(self) -> datetime | None:
        """Return when the latest generation got its status, None if there is none.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._database.read(newest)

    async def remove_images(self, target: Target, bound: Bound, inputs_before: datetime) -> Removed:
        """Remove images, and the input images of their requests; the rows stay.

        Raises:
            StorageUnavailable: Nothing is lost by that: the same is found again.
        """
        front = self._front(target, _IMAGES)
        loosened: Loosened | None = await self._change(
            target,
            lambda connection: cleaning.loosen_images(connection, target.server_id, front, bound),
        )
        if loosened is None:
            return Removed()
        freed_bytes = await self._files.images(loosened.ids, loosened.paths)
        freed_bytes += await self.remove_inputs(loosened.inputs, inputs_before)
        cleaned_to = loosened.advance.front.cleaned_to
        if cleaned_to > loosened.cleaned_to:
            await self._database.writer.write(
                lambda connection: cleaning.store_front(
                    connection, target.server_id, images_cleaned_to=cleaned_to
                )
            )
        self._moved(target, _IMAGES, loosened.advance)
        return Removed(
            count=len(loosened.paths),
            has_more=loosened.advance.has_more,
            freed_bytes=freed_bytes,
        )

    async def erase_prompts(self, target: Target, bound: Bound) -> Removed:
        """Erase prompts, style names, reasons and warnings; the rows stay."""
        front = self._front(target, _PROMPTS)
        return await self._advance(
            target,
            _PROMPTS,
            lambda connection: cleaning.erase_prompts(connection, target.server_id, front, bound),
        )

    async def drop_rows(self, target: Target, bound: Bound) -> Removed:
        """Remove generations that have no image, no prompt and no ledger entry any more."""
        front = self._front(target, _ROWS)
        others = (self._front(target, _IMAGES), self._front(target, _PROMPTS))
        return await self._advance(
            target,
            _ROWS,
            lambda connection: cleaning.drop_rows(
                connection, target.server_id, front, bound, others
            ),
        )

    async def prune_ledger(self, target: Target, before: date) -> Removed:
        """Remove ledger entries of days before that one."""
        removed = await self._change(
            target,
            lambda connection: cleaning.prune_ledger(connection, target.server_id, before),
        )
        return Removed(count=removed or 0, has_more=(removed or 0) > 0)

    async def prune_reports(self, target: Target, before: date) -> Removed:
        """Remove reports of days before that one."""
        removed = await self._change(
            target,
            lambda connection: cleaning.prune_reports(connection, target.server_id, before),
        )
        return Removed(count=removed or 0, has_more=(removed or 0) > 0)

    async def prune_sessions(self, target: Target, before: datetime) -> Removed:
        """Remove sessions that began before that moment and are over; all, of a server left."""
        removed = await self._change(
            target,
            lambda connection: prune_sessions(
                connection,
                target.server_id,
                before,
                with_unsettled=target.left_before is not None,
            ),
        )
        return Removed(count=removed or 0, has_more=(removed or 0) > 0)

    async def prune_texts(self, target: Target, before: datetime) -> Removed:
        """Remove prompts that the moderation log keeps, of before that moment."""
        removed = await self._change(
            target,
            lambda connection: log_cleaning.prune_texts(connection, target.server_id, before),
        )
        return Removed(count=removed or 0, has_more=(removed or 0) > 0)

    async def prune_log(self, target: Target, before: datetime) -> Removed:
        """Remove entries of the moderation log of before that moment."""
        removed = await self._change(
            target,
            lambda connection: log_cleaning.prune_log(connection, target.server_id, before),
        )
        return Removed(count=removed or 0, has_more=(removed or 0) > 0)

    async def prune_cases(self, before: datetime) -> None:
        """Remove a step of cases opened before then, and of strikes that ended before then."""
        await self._database.writer.write(
            lambda connection: case_cleaning.prune(connection, before)
        )

    async def prune_blocks(self, now: datetime) -> None:
        """Remove a step of blocks, and of trusts, that are over."""
        await self._database.writer.write(lambda connection: block_cleaning.prune(connection, now))

    async def drop_rest(self, target: Target, before: datetime) -> Removed:
        """Remove styles and totals of a server, then what is known of it.

        Nothing happens before its generations created until *before* are gone.
        """
        removed = await self._change(
            target,
            lambda connection: cleaning.drop_rest(connection, target.server_id, before),
        )
        if removed:
            for kind in (_IMAGES, _PROMPTS, _ROWS):
                self._fronts.pop((target.server_id, kind), None)
        return Removed(count=removed or 0, has_more=(removed or 0) > 0)

    async def remove_old_inputs(self, folder: int, before: datetime) -> Removed:
        """Remove input images in one of ``INPUT_FOLDERS`` that were not used since *before*."""
        old = await self._files.old_inputs(folder, before)
        freed_bytes = await self.remove_inputs(old, before)
        return Removed(count=len(old) if freed_bytes else 0, freed_bytes=freed_bytes)

    async def remove_inputs(self, hashes: Iterable[str], before: datetime) -> int:
        """Remove input images not used since *before*, unless what is unfinished needs them.

        Returns:
            How many bytes that has freed.
        """
        wanted = set(hashes)
        if not wanted:
            return 0
        needed = await self._database.read(
            lambda connection: set(
                cleaning.inputs_of(connection.execute(cleaning.OPEN_REQUESTS).scalars())
            )
        )
        return await self._files.inputs(wanted - needed, before)

    async def _advance(
        self, target: Target, kind: str, job: Callable[[Connection], Advance]
    ) -> Removed:
        step = await self._change(target, job)
        if step is None:
            return Removed()
        self._moved(target, kind, step)
        return Removed(count=len(step.rows), has_more=step.has_more)

    async def _change(self, target: Target, job: Callable[[Connection], Result]) -> Result | None:
        """Run *job* in a transaction that first looks whether it is still to be done."""
        return await self._database.writer.write(
            lambda connection: job(connection) if cleaning.is_due(connection, target) else None
        )

    def _front(self, target: Target, kind: str) -> Front | None:
        return self._fronts.get((target.server_id, kind))

    def _moved(self, target: Target, kind: str, step: Advance) -> None:
        # Remembered only while there are holes: else what is stored says as much.
        key = (target.server_id, kind)
        if step.front.holes or kind == _ROWS:
            self._fronts[key] = step.front
        else:
            self._fronts.pop(key, None)
