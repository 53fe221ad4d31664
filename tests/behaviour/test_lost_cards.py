"""Cards of cases and appeals that somebody deleted, or that Discord did not take for long."""

from datetime import timedelta
from typing import Any

import pytest

from tests.behaviour.case_house import on, reported
from tests.behaviour.conftest import House, text_of
from tests.behaviour.test_reports import FILLED, finished, moderators, opened, the_only_one
from tests.behaviour.test_strikes import appealed, warned

LONG_S = timedelta(days=31).total_seconds()
SOON_S = timedelta(minutes=6).total_seconds()


async def swept(house: House) -> None:
    """Let everything be shown that is due."""
    for sweep in house.services.cases.sweeps:
        await sweep.step()


def take_nothing(house: House, channel: Any) -> None:
    path = f"/channels/{channel.id}/messages"
    house.env.inject_error("POST", path, status=503, code=0, times=None)


async def test_the_card_of_a_case_that_was_deleted_comes_anew_with_the_next_report(
    house: House,
) -> None:
    card, channel, deleted = await reported(house)
    await on(channel).delete()
    dana = house.guild.add_member(house.env.create_user("dana"))
    await dana.submit_modal(await opened(house, card, dana), FILLED)
    anew = the_only_one(house, channel)
    assert anew.id != deleted.id
    assert "2 reports" in text_of(anew)


async def test_the_card_of_an_appeal_that_was_deleted_comes_anew_with_what_was_decided(
    house: House,
) -> None:
    channel = await moderators(house)
    await warned(house)
    await appealed(house)
    await on(channel).delete()
    strikes = await house.moderator.slash(house.channel, "mod strikes", member=house.ben)
    await house.moderator.click(strikes.response, label="Lift")
    assert "I was kind." in text_of(the_only_one(house, channel))


async def test_an_appeal_that_nobody_has_decided_is_shown_however_late(house: House) -> None:
    channel = await moderators(house)
    await warned(house)
    take_nothing(house, channel)
    await appealed(house)
    house.time.advance(LONG_S)
    await swept(house)
    house.env.backend.faults.clear()
    house.time.advance(SOON_S)
    await swept(house)
    assert "I was kind." in text_of(the_only_one(house, channel))


@pytest.mark.parametrize(("waits_s", "is_shown"), [(SOON_S, True), (LONG_S, False)])
async def test_a_case_is_tried_for_a_month_and_then_given_up(
    house: House, waits_s: float, *, is_shown: bool
) -> None:
    channel = await moderators(house)
    card = await finished(house)
    take_nothing(house, channel)
    await house.ada.submit_modal(await opened(house, card), FILLED)
    house.time.advance(waits_s)
    await swept(house)
    house.env.backend.faults.clear()
    house.time.advance(SOON_S)
    await swept(house)
    assert len(channel.history()) == (1 if is_shown else 0)
