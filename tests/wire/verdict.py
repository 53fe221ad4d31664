"""The judge of what a killed bot has left: its rows, the studio's journal, and what members see."""

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.cli.seen import Message, images_of, is_delivered, is_refused, text_of
from tests.wire.town import Town

QUOTA = 100
_ROWS = """
    SELECT id, status, json_extract(request, '$.prompt'), rung, message_id, units,
           (SELECT coalesce(sum(units), 0) FROM ledger WHERE generation_id = generations.id)
      FROM generations ORDER BY id
"""
_FINAL = frozenset({"delivered", "failed", "cancelled"})


@dataclass(frozen=True)
class Row:
    """What the database holds of one generation; *charged* is the sum of its ledger."""

    id: int
    status: str
    prompt: str
    rung: str | None
    message_id: int | None
    units: int
    charged: int

    @property
    def is_told(self) -> bool:
        """Whether it has ended and its owner was told."""
        return self.status in _FINAL and self.rung is not None


async def rows(town: Town) -> Sequence[Row]:
    """Read every generation, oldest first, whether or not a bot is running."""
    return await asyncio.to_thread(_rows, Path(town.settings["EASEL_DATA_DIR"]) / "easel.sqlite3")


def submitted(town: Town, prompt: str) -> int:
    """Count the tasks that the studio has accepted, and would be paid for, of that prompt."""
    return sum(entry.body["prompt"] == prompt for entry in town.studio.journal.entries)


def cards(town: Town, prompt: str) -> Sequence[Message]:
    """Return every message that shows *prompt*, in any channel and any direct message."""
    world = town.sandbox.world
    found: dict[str, Message] = {}
    for channel in world.channels.values():
        for member in world.members.values():
            if channel.user_id in {None, member.id}:
                seen = town.sandbox.messages(channel.id, seen_by=member.username)
                found |= {each["id"]: each for each in seen if prompt in text_of(each)}
    return list(found.values())


async def judge(town: Town) -> Sequence[Row]:
    """Hold every generation to the promises; return the rows, oldest first.

    Each has ended and its owner was told; each was submitted at most once, and what was delivered
    surely was; each is shown by one message, which is final and says what the row says; what was
    delivered is charged, and what was cancelled once the service had it, and nothing else.
    """
    found = await rows(town)
    by_prompt: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        assert row.is_told, row
        by_prompt[row.prompt].append(row)
    for prompt, group in by_prompt.items():
        _judge_prompt(group, cards(town, prompt), submitted(town, prompt))
    return found


def _judge_prompt(group: Sequence[Row], shown: Sequence[Message], paid: int) -> None:
    """Judge what was asked for once, or again by a button, in the same words."""
    delivered = [row for row in group if row.status == "delivered"]
    assert len(shown) == len(group), (group, [text_of(each) for each in shown])
    assert len(delivered) <= paid <= len(group), group
    for row in group:
        is_paid = row in delivered or (row.status == "cancelled" and paid == len(group))
        assert row.charged == (row.units if is_paid else 0), row
    images = [len(images_of(each)) for each in shown if is_delivered(each)]
    assert sorted(images) == sorted(row.units for row in delivered), group
    ended = [each for each in shown if is_refused(each) and not images_of(each)]
    assert len(ended) == len(group) - len(delivered), group


def _rows(path: Path) -> Sequence[Row]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return [Row(*values) for values in connection.execute(_ROWS)]
