"""What moderators may not decide, because it is about themselves; who owns the server may."""

from typing import Any

from bot.domain.moderation.log import Action
from bot.domain.moderation.policy import ReviewMode
from bot.domain.moderation.reviews import ReviewStatus
from bot.store.moderation_schema import strikes
from tests.behaviour.case_house import on, reported, second_moderator
from tests.behaviour.case_house import rows as rows_of
from tests.behaviour.conftest import House, forge, text_of
from tests.behaviour.forging import press
from tests.behaviour.review_house import logged, only, rows, rules
from tests.behaviour.test_reports import moderators, the_only_one

OWN = "This is about yourself"


def give_the_server_to(house: House, member: Any) -> None:
    house.env.backend.get_guild(house.guild.id).owner_id = member.id
    guild = house.client.get_guild(house.guild.id)
    assert guild is not None
    guild.owner_id = member.id


async def waits(house: House) -> Any:
    channel = await rules(house, ReviewMode.GENERATING)
    await house.imagine(house.moderator)
    await house.settle()
    return channel


async def test_nobody_lets_their_own_request_pass(house: House) -> None:
    channel = await waits(house)
    for label in ("Approve", "Edit and approve"):
        refused = await house.moderator.click(only(channel), label=label)
        assert OWN in text_of(refused.response)
    chosen = await house.moderator.select(only(channel), ["trust"], custom_id="easel:review-more:1")
    assert OWN in text_of(chosen.response)
    assert [row.status for row in await rows(house)] == [ReviewStatus.OPEN]


async def test_another_moderator_does(house: House) -> None:
    channel = await waits(house)
    await second_moderator(house).click(only(channel), label="Approve")
    assert [row.status for row in await rows(house)] == [ReviewStatus.APPROVED]


async def test_to_reject_ones_own_is_to_take_it_back(house: House) -> None:
    channel = await waits(house)
    modal = await house.moderator.click(only(channel), label="Reject")
    await house.moderator.submit_modal(modal, {"ready": ["spam"], "reason": ""})
    assert [row.status for row in await rows(house)] == [ReviewStatus.REJECTED]


async def test_who_owns_the_server_may_and_the_log_says_so(house: House) -> None:
    channel = await waits(house)
    give_the_server_to(house, house.moderator)
    await house.moderator.click(only(channel), label="Approve")
    (entry,) = await logged(house, Action.APPROVED)
    assert entry.details["own"] == "1"


async def test_nobody_lifts_an_own_strike_or_grants_an_own_appeal(house: House) -> None:
    channel, mia = await moderators(house), second_moderator(house)
    await mia.slash(house.channel, "mod strike", member=house.moderator, reason="Be kind.")
    own = await house.moderator.slash(house.channel, "mod strikes")
    modal = await house.moderator.click(own.response, label="Appeal")
    await house.moderator.submit_modal(modal, {"words": "I was."})
    refused = await house.moderator.click(on(channel), label="Grant")
    assert OWN in text_of(refused.response)
    card = (await house.imagine(house.moderator)).response
    forge(house, card, "Cancel", "easel:strike-lift:1")
    refused = await house.moderator.click(card, label="Cancel")
    assert OWN in text_of(refused.response)
    (row,) = await rows_of(house, strikes)
    assert row.lifted_at is None
    await mia.click(on(channel), label="Grant")
    assert "Granted" in text_of(the_only_one(house, channel))


async def test_nobody_closes_a_case_about_themselves(house: House) -> None:
    _card, channel, _case = await reported(house)
    role = house.guild.roles["Moderators"]
    house.env.backend.get_guild(house.guild.id).members[house.ben.id].role_ids.append(role.id)
    for label in ("Keep", "Warn", "Strike", "Block"):
        refused = await house.ben.click(on(channel), label=label)
        assert OWN in text_of(refused.response), label
    for measure in ("warn", "strike", "block"):
        read = await press(house, house.ben, channel, f"easel:case-measure:{measure}:1", "modal")
        assert OWN in read, measure
    assert {"Kept", "Warned"}.isdisjoint(text_of(the_only_one(house, channel)).split())


async def test_nobody_unblocks_themselves(house: House) -> None:
    refused = await house.moderator.slash(house.channel, "mod unblock", member=house.moderator)
    assert OWN in text_of(refused.response)
