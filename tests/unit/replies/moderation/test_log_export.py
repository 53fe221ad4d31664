"""The log as CSV files: everything once, in bounded parts, and harmless in a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.log_filter import LogFilter
from bot.replies.moderation import log_export
from bot.replies.moderation.log_export import Part, parts
from bot.store.log_pages import Logged

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
WANTED = LogFilter(action=Action.REFUSED)


@dataclass
class Pages:
    """So many entries, the newest first."""

    count: int
    asked: list[tuple[int, LogFilter]] = field(default_factory=list)
    note: str = "a note"

    async def batch(
        self, server_id: int, wanted: LogFilter, limit: int, before_id: int | None
    ) -> Sequence[Logged]:
        self.asked.append((server_id, wanted))
        top = self.count if before_id is None else before_id - 1
        return [self.logged(number) for number in range(top, max(0, top - limit), -1)]

    def logged(self, number: int) -> Logged:
        entry = LogEntry(
            id=number, server_id=10, at=NOON, action=Action.REFUSED, note=self.note, text="=1+1"
        )
        return Logged(entry=entry, message=(20, 30))


async def made(pages: Any, limit_bytes: int = 10**7) -> list[Part]:
    return [part async for part in parts(pages, 10, WANTED, limit_bytes=limit_bytes)]


def read(part: Part) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(part.data.decode("utf-8-sig"))))


async def test_everything_stands_in_it_once_with_the_same_filter() -> None:
    pages = Pages(2_500)
    (part,) = await made(pages)
    rows = read(part)
    assert [int(row["id"]) for row in rows] == list(range(2_500, 0, -1))
    assert rows[0]["message"] == "https://discord.com/channels/10/20/30"
    assert set(pages.asked) == {(10, WANTED)}
    assert not part.is_cut


async def test_a_file_is_no_larger_than_discord_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_export, "ROWS", 10)
    found = await made(Pages(95), limit_bytes=4_000)
    assert len(found) > 1
    assert all(len(part.data) <= 4_000 for part in found)
    assert [int(row["id"]) for part in found for row in read(part)] == list(range(95, 0, -1))
    assert not any(part.is_cut for part in found)


async def test_there_are_never_more_than_ten_files_and_the_last_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_export, "ROWS", 1)
    found = await made(Pages(12), limit_bytes=1)
    assert [part.is_cut for part in found] == [False] * 9 + [True]
    assert found[-1].oldest.entry.id == 3
    assert not (await made(Pages(10), limit_bytes=1))[-1].is_cut  # exactly as many as there are


async def test_an_empty_log_is_no_file() -> None:
    assert await made(Pages(0)) == []


@pytest.mark.parametrize(
    "note",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"],  # noqa: RUF001
)
async def test_nothing_in_it_is_a_formula(note: str) -> None:
    (part,) = await made(Pages(1, note=note))
    (row,) = read(part)
    assert row["note"] == f"'{note}"
    assert row["prompt"] == "'=1+1"
    assert part.data.startswith("\ufeff".encode())


async def test_what_is_no_formula_stays_as_it_is() -> None:
    (part,) = await made(Pages(1, note='he said "a=b", 5-3; ok'))
    assert read(part)[0]["note"] == 'he said "a=b", 5-3; ok'
