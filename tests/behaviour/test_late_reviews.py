"""Reviews that take longer than Discord's token lives: the member's card goes on being true."""

from bot.domain.moderation.policy import ReviewMode
from tests.behaviour.conftest import House, buttons_of, text_of
from tests.behaviour.review_house import only, rules

HOUR_S = 3600


async def test_after_a_late_approval_the_card_says_that_it_is_queued(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    house.time.advance(HOUR_S)
    house.services.work._turns.pause_all(600)
    await house.moderator.click(only(channel), label="Approve")
    await house.services.work.step()
    await house.services.live_reply.step()
    assert "Waiting for a moderator" not in text_of(asked.response)
    house.time.advance(600)
    await house.settle()
    assert "easel:more:1" in buttons_of(asked.response)


async def test_so_it_is_after_a_restart(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    house.time.advance(HOUR_S)
    await house.restart()
    house.services.work._turns.pause_all(600)
    await house.moderator.click(only(channel), label="Approve")
    await house.services.work.step()
    await house.services.live_reply.step()
    assert "Waiting for a moderator" not in text_of(asked.response)


async def test_a_late_rejection_reaches_the_same_card(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    house.time.advance(HOUR_S)
    modal = await house.moderator.click(only(channel), label="Reject")
    await house.moderator.submit_modal(modal, {"ready": ["spam"], "reason": ""})
    await house.settle()
    assert "has not approved this" in text_of(asked.response)
