"""Reviews as moderators and members see them: cards, presses, and what becomes of both."""

from typing import Any

import discord

from bot.domain.moderation.log import Action
from bot.domain.moderation.policy import ReviewMode
from bot.domain.moderation.reviews import ReviewStatus
from tests.behaviour.conftest import House, buttons_of, components_of, forge, text_of
from tests.behaviour.review_house import card_in, gallery, logged, only, rows, rules


async def another_moderator(house: House) -> Any:
    role = house.guild.create_role("More", permissions=discord.Permissions(manage_guild=True))
    return house.guild.add_member(house.env.create_user("second"), roles=[role])


async def test_a_request_waits_as_a_card_and_is_made_once_it_is_approved(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine(prompt="a fox", negative_prompt="dogs")
    assert "Waiting for a moderator" in text_of(asked.response)
    assert "place" not in text_of(asked.response)
    await house.settle()
    assert house.provider.submit_calls == 0
    card = card_in(house, channel)
    for part in ("A request waits", f"<@{house.ada.id}>", "a fox", "dogs", "in this channel"):
        assert part in text_of(card)
    await house.restart()
    await house.moderator.click(only(channel), label="Approve")
    card = card_in(house, channel)
    assert f"Approved by <@{house.moderator.id}>" in text_of(card)
    assert buttons_of(card) == []
    await house.settle()
    assert "easel:more:1" in buttons_of(asked.response)
    assert len(channel.history()) == 1


async def test_a_rejection_reaches_the_member_in_the_moderators_words(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine(images=2)
    await house.settle()
    modal = await house.moderator.click(only(channel), label="Reject")
    await house.moderator.submit_modal(modal, {"ready": ["spam"], "reason": "Not *today*."})
    assert f"Rejected by <@{house.moderator.id}>" in text_of(card_in(house, channel))
    await house.settle()
    shown = text_of(asked.response)
    assert "has not approved this" in shown
    assert "today" in shown
    assert "2 images were not charged" in shown
    assert await house.left() == 10


async def test_a_ready_reason_is_enough(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    modal = await house.moderator.click(only(channel), label="Reject")
    await house.moderator.submit_modal(modal, {"ready": ["spam"], "reason": ""})
    await house.settle()
    assert "too much of the same" in text_of(asked.response)


async def test_edited_words_are_made_and_the_member_is_told(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine(prompt="a fox")
    await house.settle()
    modal = await house.moderator.click(only(channel), label="Edit and approve")
    await house.moderator.submit_modal(modal, {"prompt": "a hen", "negative_prompt": ""})
    assert "Changed and approved" in text_of(card_in(house, channel))
    await house.settle()
    assert "a hen" in text_of(asked.response)
    assert "has changed the prompt" in text_of(asked.response)


async def test_a_member_takes_the_request_back_and_the_card_says_so(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    await house.ada.click(asked.response, label="Cancel")
    await house.settle()
    card = card_in(house, channel)
    assert "Cancelled before anybody decided" in text_of(card)
    assert buttons_of(card) == []
    assert "was not charged" in text_of(asked.response)


async def test_of_two_moderators_the_second_reads_who_has_decided(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    await house.imagine()
    await house.settle()
    second = await another_moderator(house)
    card = only(channel)
    modal = await second.click(card, label="Reject")
    await house.moderator.click(card, label="Approve")
    late = await second.submit_modal(modal, {"reason": "no"})
    told = "\n".join(text_of(one) for one in late.followups)
    assert "decided already" in told
    assert f"<@{house.moderator.id}>" in told
    (row,) = await rows(house)
    assert (row.status, row.decided_by) == (ReviewStatus.APPROVED, house.moderator.id)
    assert len(await logged(house, Action.APPROVED)) == 1
    assert await logged(house, Action.REJECTED) == []


async def test_who_is_no_moderator_here_decides_nothing(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    card = only(channel)
    for press in ({"label": "Approve"}, {"label": "Reject"}, {"label": "Edit and approve"}):
        refused = await house.ada.click(card, **press)
        assert refused.ephemeral
        assert "Only moderators" in text_of(refused.response)
    chosen = await house.ada.select(card, ["good"], custom_id="easel:review-more:1")
    assert "Only moderators" in text_of(chosen.response)
    forge(house, asked.response, "Cancel", "easel:review-approve:1")
    assert "Only moderators" in text_of(
        (await house.ada.click(asked.response, custom_id="easel:review-approve:1")).response
    )
    (row,) = await rows(house)
    assert row.status == ReviewStatus.OPEN


async def test_an_image_is_seen_by_moderators_alone_until_it_is_approved(house: House) -> None:
    channel = await rules(house, ReviewMode.POSTING)
    asked = await house.imagine(images=2)
    await house.settle()
    assert gallery(asked.response) == []
    assert "a moderator looks at it" in text_of(asked.response)
    assert buttons_of(asked.response) == []
    card = card_in(house, channel)
    assert [item["spoiler"] for item in gallery(card)] == [True, True]
    await house.moderator.click(only(channel), label="Approve")
    card = card_in(house, channel)
    assert gallery(card) == []
    assert list(card.attachments) == []
    await house.settle()
    assert len(gallery(asked.response)) == 2


async def test_an_image_that_is_rejected_was_made_and_counts(house: House) -> None:
    channel = await rules(house, ReviewMode.POSTING)
    asked = await house.imagine()
    await house.settle()
    modal = await house.moderator.click(only(channel), label="Reject")
    await house.moderator.submit_modal(modal, {"reason": ""})
    await house.settle()
    assert gallery(asked.response) == []
    assert "has looked at the image" in text_of(asked.response)
    assert "it counts" in text_of(asked.response)
    assert await house.left() == 9


def more_of(house: House, message: Any) -> str:
    stored = house.env.backend.get_message(message.channel.id, message.id)
    (found,) = [
        part["custom_id"]
        for part in components_of(stored)
        if str(part.get("custom_id", "")).startswith("easel:review-more:")
    ]
    return str(found)


async def test_an_hour_of_trust_lets_all_of_a_member_pass(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    waiting = [await house.imagine() for _ in range(2)]
    await house.settle()
    first = channel.history()[0]
    answer = await house.moderator.select(first, ["trust"], custom_id=more_of(house, first))
    assert "2 requests that waited" in "\n".join(text_of(one) for one in answer.followups)
    later = await house.imagine()
    assert "Waiting for a moderator" not in text_of(later.response)
    await house.settle()
    for asked in (*waiting, later):
        assert len(gallery(asked.response)) == 1


async def test_a_block_rejects_what_waits_and_refuses_what_comes(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    await house.moderator.select(only(channel), ["10m"], custom_id="easel:review-more:1")
    await house.settle()
    assert "You are blocked from asking" in text_of(asked.response)
    refused = await house.imagine()
    assert refused.ephemeral
    assert "blocked" in text_of(refused.response)
    house.time.advance(600)
    assert "Waiting for a moderator" in text_of((await house.imagine()).response)
