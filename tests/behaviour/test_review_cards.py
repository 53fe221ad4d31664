"""Review cards over time: posted once and not lost, listed where one looks, and nowhere unseen."""

from datetime import timedelta

import pytest

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ChannelRules, ReviewMode
from tests.behaviour.conftest import House, buttons_of, text_of
from tests.behaviour.review_house import card_in, gallery, rows, rules

DAY_S = timedelta(hours=24).total_seconds()


async def test_what_nobody_decides_ends_and_both_cards_say_so(house: House) -> None:
    channel = await rules(house, ReviewMode.POSTING)
    asked = await house.imagine()
    await house.settle()
    house.time.advance(DAY_S)
    await house.services.reviews.reviewing.expire()
    await house.settle()
    assert "Nobody has decided in time" in text_of(card_in(house, channel))
    assert "No moderator has decided" in text_of(asked.response)
    assert gallery(card_in(house, channel)) == []
    assert await house.left() == 10


async def test_a_card_that_was_deleted_is_posted_anew(house: House) -> None:
    channel = await rules(house, ReviewMode.POSTING)
    await house.imagine()
    await house.settle()
    (message,) = channel.history()
    await message.delete()
    listed = await house.moderator.slash(house.channel, "mod reviews")
    assert "1 waits for you" in text_of(listed.response)
    await house.settle()
    card = card_in(house, channel)
    assert card.id != message.id
    assert len(gallery(card)) == 1
    (row,) = await rows(house)
    assert row.message_id == card.id


async def test_a_channel_that_takes_nothing_gets_its_cards_once_it_does(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    path = f"/channels/{channel.id}/messages"
    house.env.inject_error("POST", path, status=403, code=50013, times=1)
    await house.imagine()
    await house.settle()
    assert channel.history() == []
    house.time.advance(61)
    await house.services.work.step()
    assert "easel:review-approve:1" in buttons_of(card_in(house, channel))


async def test_what_waits_is_in_queue_and_in_mod_reviews(house: House) -> None:
    await rules(house, ReviewMode.GENERATING)
    await house.imagine(prompt="a fox")
    await house.settle()
    assert "waits for a moderator" in text_of(
        (await house.ada.slash(house.channel, "queue")).response
    )
    listed = await house.moderator.slash(house.channel, "mod reviews")
    for part in ("1 waits for you", f"<@{house.ada.id}>", "a fox", "https://discord.com/channels/"):
        assert part in text_of(listed.response)
    refused = await house.ada.slash(house.channel, "mod reviews")
    assert "Only moderators" in text_of(refused.response)


async def test_without_a_moderators_channel_nothing_waits_for_nobody(house: House) -> None:
    entry = LogEntry(server_id=house.guild.id, at=house.time.now(), action=Action.RULES_CHANGED)
    strict = ChannelRules(review=ReviewMode.GENERATING)
    await house.services.moderation.store.change_channel(
        house.guild.id, house.channel.id, lambda _before: strict, entry
    )
    house.services.moderation.policies.changed(house.guild.id)
    refused = await house.imagine()
    assert refused.ephemeral
    assert await rows(house) == []


@pytest.mark.parametrize("mode", [ReviewMode.GENERATING, ReviewMode.POSTING])
async def test_a_restart_posts_nothing_unseen_and_no_card_twice(
    house: House, mode: ReviewMode
) -> None:
    channel = await rules(house, mode)
    asked = await house.imagine()
    await house.settle()
    for _round in range(2):
        await house.restart()
        await house.settle()
    assert gallery(asked.response) == []
    assert len(channel.history()) == 1
