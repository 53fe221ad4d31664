"""Parked requests: kept as they were asked for, for fifteen minutes, for their member alone."""

from dataclasses import replace

import pytest

from bot.domain.generation import NewEntry, Origin
from bot.domain.request import HiresFix
from bot.store.database import Database
from bot.store.parked import LIFETIME, Parked, ParkedRequests
from bot.store.spent_cleaning import SpentCleaning
from tests.unit.store.samples import MEMBER, NOON, new


@pytest.fixture
def parked(database: Database) -> ParkedRequests:
    return ParkedRequests(database)


async def test_it_comes_back_as_it_was_but_for_what_is_over(parked: ParkedRequests) -> None:
    wanted = new(units=4, cost_micros=5, weight=2.0, channel_id=90, parent_channel_id=9)
    wanted = replace(
        wanted,
        request=wanted.request.model_copy(update={"hires": HiresFix()}),
        style="ink",
        origin=Origin.VARY,
        parent_id=3,
        parent_index=1,
        notes=("smaller",),
        entry=NewEntry(session_id=4, round_number=2, is_reviewed=True),
    )
    parked_id = await parked.park(Parked(new=wanted, preview_of="a"), NOON)
    found = await parked.get(parked_id, MEMBER, NOON)
    place = replace(wanted.place, token=None)
    assert found == Parked(new=replace(wanted, place=place), preview_of="a")


async def test_only_its_member_finds_or_removes_it(parked: ParkedRequests) -> None:
    parked_id = await parked.park(Parked(new=new()), NOON)
    assert await parked.get(parked_id, MEMBER + 1, NOON) is None
    assert not await parked.remove(parked_id, MEMBER + 1)
    assert await parked.remove(parked_id, MEMBER)
    assert await parked.get(parked_id, MEMBER, NOON) is None


async def test_after_fifteen_minutes_it_is_gone(parked: ParkedRequests, database: Database) -> None:
    parked_id = await parked.park(Parked(new=new()), NOON)
    assert await parked.get(parked_id, MEMBER, NOON + LIFETIME) is None
    cleaning = SpentCleaning(database)
    assert await cleaning.drop_parked(NOON) == 0
    assert await cleaning.drop_parked(NOON + LIFETIME) == 1
