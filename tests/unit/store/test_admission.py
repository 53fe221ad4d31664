"""Admission: quota, waiting limit and the row, all or nothing."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.generation import MemberLimits, Status
from bot.errors import BotError, QuotaExceeded, TooManyWaiting
from bot.store.database import Database
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.store.usage import Usage
from bot.timing import SystemTime
from tests.unit.store.samples import MEMBER, NOON, SERVER, claim, image, new


def limits(*, quota: int = 3, waiting: int = 100) -> MemberLimits:
    return MemberLimits(daily_quota=quota, waiting=waiting, running=4)


async def test_what_is_admitted_can_be_read_again_as_it_was(generations: Generations) -> None:
    admitted = (await generations.admit(new(units=2), limits(), NOON)).generation
    assert admitted.status is Status.QUEUED
    assert await generations.get(admitted.id) == admitted


async def test_an_unknown_generation_is_none(generations: Generations) -> None:
    assert await generations.get(99) is None


async def test_the_quota_can_be_used_up_and_not_passed(generations: Generations) -> None:
    await generations.admit(new(units=3), limits(quota=3), NOON)
    with pytest.raises(QuotaExceeded) as refusal:
        await generations.admit(new(), limits(quota=3), NOON)
    assert (refusal.value.wanted, refusal.value.left, refusal.value.quota) == (1, 0, 3)
    assert refusal.value.resets_in_s == 12 * 3600


async def test_a_request_that_needs_more_than_is_left_takes_nothing(
    generations: Generations,
) -> None:
    await generations.admit(new(units=2), limits(quota=3), NOON)
    with pytest.raises(QuotaExceeded) as refusal:
        await generations.admit(new(units=2), limits(quota=3), NOON)
    assert refusal.value.left == 1
    await generations.admit(new(units=1), limits(quota=3), NOON)


async def test_each_utc_day_has_the_whole_quota(generations: Generations) -> None:
    last_second = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    for day in range(3):
        now = last_second + timedelta(days=day)
        await generations.admit(new(units=3), limits(quota=3), now)
        with pytest.raises(QuotaExceeded) as refusal:
            await generations.admit(new(), limits(quota=3), now)
        assert refusal.value.resets_in_s == 1


async def test_the_day_is_utcs_whatever_zone_the_clock_has(generations: Generations) -> None:
    await generations.admit(new(units=3), limits(quota=3), NOON)
    same_day = NOON.astimezone(tz=None).astimezone(UTC) + timedelta(hours=11, minutes=59)
    with pytest.raises(QuotaExceeded):
        await generations.admit(new(), limits(quota=3), same_day)


async def test_members_and_servers_have_quotas_of_their_own(generations: Generations) -> None:
    await generations.admit(new(units=3), limits(quota=3), NOON)
    await generations.admit(new(units=3, member_id=MEMBER + 1), limits(quota=3), NOON)
    await generations.admit(new(units=3, server_id=SERVER + 1), limits(quota=3), NOON)


async def test_a_hundred_at_once_do_not_pass_the_quota(
    generations: Generations, database: Database
) -> None:
    answers = await asyncio.gather(
        *(generations.admit(new(units=2), limits(quota=9), NOON) for _ in range(100)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, QuotaExceeded)]
    assert len(refused) == 96
    assert (await Usage(database).member(MEMBER, SERVER, NOON, 9)).today == 8


async def test_two_bots_on_one_file_do_not_pass_the_quota(url: str, database: Database) -> None:
    second = await Database.open(url, SystemTime())
    stores = [Generations(database), Generations(second)]
    answers = await asyncio.gather(
        *(stores[turn % 2].admit(new(), limits(quota=5), NOON) for turn in range(40)),
        return_exceptions=True,
    )
    await second.close()
    assert sum(not isinstance(answer, BotError) for answer in answers) == 5


async def test_as_many_may_wait_as_the_limit_says(generations: Generations) -> None:
    for _ in range(2):
        await generations.admit(new(), limits(quota=99, waiting=2), NOON)
    with pytest.raises(TooManyWaiting) as refusal:
        await generations.admit(new(), limits(quota=99, waiting=2), NOON)
    assert (refusal.value.waiting, refusal.value.limit) == (2, 2)


async def test_who_got_a_turn_waits_no_more(generations: Generations) -> None:
    for _ in range(2):
        await generations.admit(new(), limits(quota=99, waiting=1), NOON)
        assert await claim(generations) is not None


async def test_a_refused_request_leaves_no_row(
    database: Database, generations: Generations
) -> None:
    with pytest.raises(QuotaExceeded):
        await generations.admit(new(units=4), limits(quota=3), NOON)
    assert await Leases(database).unfinished("anyone") == []


async def test_units_given_back_can_be_used_again_the_same_day(generations: Generations) -> None:
    for _ in range(5):  # more often than the quota
        admitted = (await generations.admit(new(units=3), limits(quota=3), NOON)).generation
        assert await generations.failed(admitted.id, "broken", NOON, {Status.QUEUED})


async def test_todays_failures_do_not_enlarge_tomorrows_quota(generations: Generations) -> None:
    admitted = (await generations.admit(new(units=3), limits(quota=3), NOON)).generation
    tomorrow = NOON + timedelta(days=1)
    assert await generations.failed(admitted.id, "broken", tomorrow, {Status.QUEUED})
    await generations.admit(new(units=3), limits(quota=3), tomorrow)
    with pytest.raises(QuotaExceeded):
        await generations.admit(new(), limits(quota=3), tomorrow)


async def test_a_time_without_zone_is_refused(generations: Generations) -> None:
    with pytest.raises(ValueError, match="zone"):
        await generations.admit(new(), limits(), NOON.replace(tzinfo=None))


async def test_images_that_did_not_come_can_be_asked_for_again(generations: Generations) -> None:
    admitted = (await generations.admit(new(units=3), limits(quota=3), NOON)).generation
    await claim(generations)
    await generations.started(admitted.id, "task", None, NOON)
    await generations.ready(admitted.id, [image(0)], NOON)
    await generations.admit(new(units=2), limits(quota=3), NOON)
    with pytest.raises(QuotaExceeded):
        await generations.admit(new(), limits(quota=3), NOON)
