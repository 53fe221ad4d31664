"""Parked requests: kept as they were asked for, for fifteen minutes, for their member alone."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.generation import Admitted, NewEntry, Origin
from bot.domain.quota_refusals import LimitReached
from bot.domain.request import HiresFix
from bot.errors import NotAllowed
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.parked import LIFETIME, Parked, ParkedRequests
from bot.store.spent_cleaning import SpentCleaning
from tests.unit.store.samples import LIMITS, MEMBER, NOON, new


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


async def test_it_is_made_once_however_often_and_whenever_it_is_confirmed(
    parked: ParkedRequests, generations: Generations
) -> None:
    parked_id = await parked.park(Parked(new=new()), NOON)
    confirmed = replace(new(), is_cost_confirmed=True, parked_id=parked_id)
    with pytest.raises(LimitReached):
        await generations.admit(confirmed, replace(LIMITS, daily_quota=0), NOON)
    every = await asyncio.gather(
        *(generations.admit(confirmed, LIMITS, NOON) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(one, Admitted) for one in every) == 1
    assert sum(isinstance(one, NotAllowed) for one in every) == 4
    assert await parked.get(parked_id, MEMBER, NOON) is None


async def test_nobody_takes_what_another_has_parked(
    parked: ParkedRequests, generations: Generations
) -> None:
    parked_id = await parked.park(Parked(new=new()), NOON)
    with pytest.raises(NotAllowed):
        await generations.admit(
            replace(new(member_id=MEMBER + 1), parked_id=parked_id), LIMITS, NOON
        )
    assert await parked.get(parked_id, MEMBER, NOON) is not None
