"""The list of blocked images: each server's own, each image once, and found by an index."""

import asyncio

import pytest

from bot.domain.moderation.log import Action, LogEntry
from bot.store import blocked_images, image_signs
from bot.store.blocked_images import BlockedImages
from bot.store.database import Database
from tests.unit.store.plans import plan
from tests.unit.store.samples import NOON

VALUES = {
    "of_server": 7,
    "hash": bytes(32),
    "before_id": 9,
    "most": 5,
    "blocked_id": 1,
    "of_generation": 1,
    "of_index": 0,
    "score": 0.5,
}


def entry(server_id: int = 7) -> LogEntry:
    return LogEntry(server_id=server_id, at=NOON, action=Action.IMAGE_BLOCKED, actor_id=1)


@pytest.mark.parametrize("name", ["HASHES", "COUNT", "KNOWN", "PAGE", "UNBLOCK", "HASH_OF"])
async def test_the_list_is_read_by_an_index(database: Database, name: str) -> None:
    lines = await plan(database, getattr(blocked_images, name), VALUES)
    assert all("SEARCH" in line for line in lines), lines


async def test_signs_are_noted_by_the_key(database: Database) -> None:
    (line,) = await plan(database, image_signs.WRITE, VALUES)
    assert "SEARCH" in line


async def test_a_full_list_takes_no_more_also_of_many_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocked_images, "MAX_BLOCKED_IMAGES", 3)
    images = BlockedImages(database)
    tries = (images.add(number.to_bytes(32, "big"), entry()) for number in range(6))
    assert sorted(await asyncio.gather(*tries)) == [False] * 3 + [True] * 3
    assert len(await images.hashes(7)) == 3
    assert await images.add(bytes(32), entry(server_id=8))  # another server's is its own
