"""The moderation log as CSV files: read a page at a time, written off the event loop, bounded."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.domain.moderation.log_filter import LogFilter
from bot.store.log_pages import Logged, LogPages

ROWS = 1_000  # read and written at a time
MOST_FILES = 10
_HEADER = (
    *("id", "time_utc", "action", "moderator_id", "member_id", "channel_id", "generation_id"),
    *("case_id", "rule", "where", "values", "note", "prompt", "message"),
)
# A spreadsheet would take what begins so for a formula, and run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
_MARK = "\ufeff"  # without it spreadsheets take the file for another encoding


@dataclass(frozen=True, slots=True)
class Part:
    """One file, and its oldest entry; *is_cut*: there is more, and it comes in no file."""

    data: bytes
    oldest: Logged
    is_cut: bool = False


async def parts(
    pages: LogPages, server_id: int, wanted: LogFilter, *, limit_bytes: int
) -> AsyncIterator[Part]:
    """Yield all that is *wanted* as files of about that size, ``MOST_FILES`` at most.

    Raises:
        StorageUnavailable: The database does not answer.
    """
    header = _csv([_HEADER], _MARK)
    data, count = header, 0
    oldest: Logged | None = None
    while rows := await pages.batch(
        server_id, wanted, ROWS, None if oldest is None else oldest.entry.id
    ):
        more = await asyncio.to_thread(_written, server_id, rows)
        if oldest is not None and len(data) + len(more) > limit_bytes:
            count += 1
            yield Part(data, oldest, is_cut=count == MOST_FILES)
            if count == MOST_FILES:
                return
            data = header
        data += more
        oldest = rows[-1]
    if oldest is not None:
        yield Part(data, oldest)


def _written(server_id: int, rows: Sequence[Logged]) -> bytes:
    return _csv([_cells(server_id, logged) for logged in rows])


def _csv(rows: Sequence[Sequence[str]], mark: str = "") -> bytes:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return (mark + file.getvalue()).encode()


def _cells(server_id: int, logged: Logged) -> list[str]:
    entry, address = logged.entry, ""
    if logged.message is not None:
        channel_id, message_id = logged.message
        address = f"https://discord.com/channels/{server_id}/{channel_id}/{message_id}"
    values = "; ".join(f"{name}: {value}" for name, value in entry.values.items())
    cells = (
        *(entry.id, entry.at.isoformat(), entry.action, entry.actor_id, entry.member_id),
        *(entry.channel_id, entry.generation_id, entry.case_id, entry.rule, entry.where),
        *(values, entry.note, entry.text, address),
    )
    return [_harmless("" if cell is None else str(cell)) for cell in cells]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
