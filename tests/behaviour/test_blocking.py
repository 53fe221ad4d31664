"""Blocks by every road: what its member and the moderators see of what waited."""

from typing import Any

import discord
import pytest

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import ReviewMode, StrikeRules
from bot.domain.moderation.verdicts import Rule
from tests.behaviour.case_house import on, reported
from tests.behaviour.conftest import House, buttons_of, forge, text_of
from tests.behaviour.review_house import card_in, only, rules
from tests.behaviour.test_refusals_in_the_log import refusals

BLOCKED = "You are blocked from asking for images on this server"


async def change(house: House, **options: Any) -> None:
    """Change the server's rules."""
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.RULES_CHANGED, actor_id=1
    )
    await house.services.moderation.store.change(
        house.guild.id, lambda policy: policy.model_copy(update=options), entry
    )
    house.services.moderation.policies.changed(house.guild.id)


async def by_command(house: House) -> Any:
    return await house.moderator.slash(
        house.channel, "mod block", member=house.ada, **{"for": "1d"}
    )


async def by_the_rule(house: House) -> Any:
    await change(house, strikes=StrikeRules(block_at=1, block_days=7))
    return await house.moderator.slash(
        house.channel, "mod strike", member=house.ada, reason="Be kind."
    )


@pytest.mark.parametrize("how", [by_command, by_the_rule])
async def test_what_waits_in_the_queue_is_refused_and_not_charged(house: House, how: Any) -> None:
    house.services.work._turns.pause_all(600)
    asked = await house.imagine(images=2)
    done = await how(house)
    assert "1 request of theirs that waited is rejected" in text_of(done.response)
    await house.settle()
    assert BLOCKED in text_of(asked.response)
    assert "2 images were not charged" in text_of(asked.response)
    assert "easel:cancel:1" not in buttons_of(asked.response)
    assert await house.left() == 10
    assert house.provider.submit_calls == 0


@pytest.mark.parametrize("how", [by_command, by_the_rule])
async def test_what_waits_for_a_moderator_is_refused_and_its_card_says_why(
    house: House, how: Any
) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    asked = await house.imagine()
    await house.settle()
    await how(house)
    await house.settle()
    assert BLOCKED in text_of(asked.response)
    card = card_in(house, channel)
    assert "Rejected" in text_of(card)
    assert "None" not in text_of(card)
    assert buttons_of(card) == []


async def test_what_runs_when_its_member_is_blocked_is_delivered(house: House) -> None:
    asked = await house.imagine()
    await house.until_it_runs()
    await by_command(house)
    await house.settle()
    assert "easel:more:1" in buttons_of(asked.response)


async def test_a_forged_try_again_of_what_a_block_ended_makes_nothing(house: House) -> None:
    house.services.work._turns.pause_all(600)
    asked = await house.imagine()
    await by_command(house)
    await house.settle()
    assert buttons_of(asked.response) == []
    other = (await house.imagine(house.ben)).response
    forge(house, other, "Cancel", "easel:again:1")
    pressed = await house.ada.click(other, label="Cancel")
    assert "Only what failed or was cancelled" in text_of(pressed.response)


async def test_a_blocked_member_reads_so_when_they_try_again_what_failed(house: House) -> None:
    asked = await house.imagine()
    await house.ada.click(asked.response, label="Cancel")
    await by_command(house)
    again = await house.ada.click(asked.response, label="Try again")
    assert again.ephemeral
    assert BLOCKED in text_of(again.response)
    assert house.provider.submit_calls == 0


async def test_a_longer_block_stays_and_the_moderator_is_told(house: House) -> None:
    await by_command(house)
    shorter = await house.moderator.slash(
        house.channel, "mod block", member=house.ada, **{"for": "10m"}
    )
    assert "blocked already" in text_of(shorter.response)
    house.time.advance(601)
    assert BLOCKED in text_of((await house.imagine()).response)


async def test_a_shorter_block_on_a_card_leaves_the_longer_one(house: House) -> None:
    channel = await rules(house, ReviewMode.POSTING)
    await house.imagine()
    await house.settle()
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.BLOCKED, actor_id=1
    )
    await house.services.moderation.blocks.block(house.ben.id, None, entry)
    await house.imagine(house.ben)
    pressed = await house.moderator.select(only(channel), ["10m"], custom_id="easel:review-more:1")
    assert "1 request of theirs" in text_of(pressed.followups[0])
    assert f"<@{house.moderator.id}> has blocked its member" in text_of(card_in(house, channel))


async def helper(house: House) -> Any:
    """Return a member with a role of the moderators, and no permission."""
    role = house.guild.create_role("Helpers")
    await change(house, moderator_role_ids=frozenset({role.id}))
    return house.guild.add_member(house.env.create_user("helper"), roles=[role])


async def admin(house: House) -> Any:
    role = house.guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
    return house.guild.add_member(house.env.create_user("admin"), roles=[role])


@pytest.mark.parametrize("who", [helper, admin])
async def test_who_moderates_is_blocked_by_no_road(house: House, who: Any) -> None:
    member = await who(house)
    channel = await rules(house, ReviewMode.GENERATING)
    await house.imagine(member)
    await house.settle()
    refused = await house.moderator.slash(
        house.channel, "mod block", member=member, **{"for": "1d"}
    )
    assert "cannot be blocked" in text_of(refused.response)
    pressed = await house.moderator.select(only(channel), ["10m"], custom_id="easel:review-more:1")
    assert "cannot be blocked" in text_of(pressed.response)
    await change(house, strikes=StrikeRules(block_at=1, block_days=7))
    given = await house.moderator.slash(
        house.channel, "mod strike", member=member, reason="Be kind."
    )
    assert "by the server's rule" not in text_of(given.response)
    assert (await house.services.moderation.policies.of(house.guild.id)).blocks == {}


async def test_a_case_blocks_nobody_who_moderates(house: House) -> None:
    _card, channel, _case = await reported(house)
    role = house.guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
    house.env.backend.get_guild(house.guild.id).members[house.ben.id].role_ids.append(role.id)
    modal = await house.moderator.click(on(channel), label="Block")
    filled = {"length": ["1d"], "ready": ["rules"], "words": "", "also": ["leave"]}
    answer = await house.moderator.submit_modal(modal, filled)
    assert "cannot be blocked" in text_of(answer.response)


async def test_a_block_that_comes_between_the_rules_and_the_row_counts(house: House) -> None:
    await house.imagine()  # so that the rules are known, without the block that is written now
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.BLOCKED, actor_id=1
    )
    await house.services.moderation.blocks.block(house.ada.id, None, entry)
    refused = await house.imagine(prompt="one fox too late")
    assert refused.ephemeral
    assert BLOCKED in text_of(refused.response)
    (logged,) = await refusals(house)
    assert (logged.rule, logged.text) == (Rule.BLOCKED, "")


async def test_a_cases_block_ends_what_waits_of_the_author(house: House) -> None:
    _card, channel, _case = await reported(house)
    house.services.work._turns.pause_all(600)
    asked = await house.imagine(house.ben)
    modal = await house.moderator.click(on(channel), label="Block")
    filled = {"length": ["1d"], "ready": ["rules"], "words": "", "also": ["leave"]}
    answer = await house.moderator.submit_modal(modal, filled)
    assert "1 request of theirs that waited is rejected" in text_of(answer.response)
    await house.settle()
    assert BLOCKED in text_of(asked.response)


async def test_a_cases_shorter_block_is_said_to_leave_the_longer_one(house: House) -> None:
    _card, channel, _case = await reported(house)
    await house.moderator.slash(house.channel, "mod block", member=house.ben, **{"for": "for_good"})
    modal = await house.moderator.click(on(channel), label="Block")
    filled = {"length": ["10m"], "ready": ["rules"], "words": "", "also": ["leave"]}
    answer = await house.moderator.submit_modal(modal, filled)
    assert "blocked already, for good" in text_of(answer.response)


async def test_to_unblock_shows_the_blocks_behind_it_as_lifted(house: House) -> None:
    await by_the_rule(house)
    await house.moderator.slash(house.channel, "mod unblock", member=house.ada)
    listed = await house.moderator.slash(house.channel, "mod strikes", member=house.ada)
    assert "lifted" in text_of(listed.response)
    assert buttons_of(listed.response) == ["easel:strike-lift:1"]  # the strike itself stands
    assert BLOCKED not in text_of((await house.imagine()).response)


async def test_who_has_left_can_be_blocked_all_the_same(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    await house.imagine()
    await house.settle()
    house.guild.remove_member(house.ada)
    await house.moderator.select(only(channel), ["good"], custom_id="easel:review-more:1")
    blocks = (await house.services.moderation.policies.of(house.guild.id)).blocks
    assert blocks == {house.ada.id: None}


async def test_nobody_is_blocked_while_discord_does_not_say_who_they_are(house: House) -> None:
    channel = await rules(house, ReviewMode.GENERATING)
    await house.imagine()
    await house.settle()
    path = f"/guilds/{house.guild.id}/members/{house.ada.id}"
    house.env.inject_error("GET", path, status=403, code=50001)
    pressed = await house.moderator.select(only(channel), ["good"], custom_id="easel:review-more:1")
    assert "Discord did not answer" in text_of(pressed.response)
    assert (await house.services.moderation.policies.of(house.guild.id)).blocks == {}
    assert "easel:review-approve:1" in buttons_of(card_in(house, channel))
