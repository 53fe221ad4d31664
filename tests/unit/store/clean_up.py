"""Steps of the clean-up, as its tests take them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, update

from bot.domain.generation import Status
from bot.store.cleaning import Target
from bot.store.database import Database
from bot.store.fronts import Bound
from bot.store.retention import Removed, Retention
from bot.store.schema import generations as table
from tests.unit.store.samples import NOON, SERVER

HERE = Target(server_id=SERVER)
NOW = Bound(created=NOON, finished=NOON)


def older_than(days: float) -> Bound:
    moment = NOON - timedelta(days=days)
    return Bound(created=moment, finished=moment)


async def to_the_end(step: Callable[[], Awaitable[Removed]]) -> int:
    """Repeat *step* while there may be more; return how much that removed."""
    removed = await step()
    count = removed.count
    while removed.has_more:
        removed = await step()
        count += removed.count
    return count


async def clean_images(retention: Retention, days: float = 90) -> int:
    return await to_the_end(lambda: retention.remove_images(HERE, older_than(days), NOON))


async def clean_all(retention: Retention, target: Target, bound: Bound) -> None:
    """Take all steps of one visit."""
    await to_the_end(lambda: retention.remove_images(target, bound, NOON))
    await to_the_end(lambda: retention.erase_prompts(target, bound))
    await to_the_end(lambda: retention.prune_ledger(target, bound.created.date()))
    await to_the_end(lambda: retention.drop_rows(target, bound))


def files_below(data_dir: Path) -> set[str]:
    return {str(path.relative_to(data_dir)) for path in data_dir.rglob("*-*.*") if path.is_file()}


async def finish(database: Database, ids: Iterable[int], days: float) -> None:
    """Let generations end as delivered, *days* before now."""
    change = (
        update(table)
        .where(table.c.id.in_(list(ids)))
        .values(status=Status.DELIVERED, finished_at=NOON - timedelta(days=days))
    )

    def job(connection: Connection) -> None:
        connection.execute(change)

    await database.writer.write(job)
