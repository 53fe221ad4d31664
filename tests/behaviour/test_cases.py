"""Cases: what moderators' presses do, by whoever and whenever."""

import discord
import pytest

from bot.store.moderation_schema import case_measures, strikes
from tests.behaviour.case_house import WARNED, logged, on, reported, rows, second_moderator, told
from tests.behaviour.conftest import House, buttons_of, components_of, forge, text_of
from tests.behaviour.test_deleting import files_of, is_there, posted_anew
from tests.behaviour.test_reports import FILLED, gallery, moderators, opened, the_only_one


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_keep_closes_and_can_be_looked_at_again(house: House, *, is_restarted: bool) -> None:
    card, channel, case = await reported(house)
    if is_restarted:
        await house.restart()
    await house.moderator.click(on(channel), label="Keep")
    case = the_only_one(house, channel)
    assert f"Kept** by <@{house.moderator.id}>" in text_of(case)
    assert buttons_of(case) == ["easel:case:reopen:1"]
    assert is_there(house, card)
    await house.moderator.click(on(channel), label="Look at it again")
    assert "easel:case:keep:1" in buttons_of(the_only_one(house, channel))
    assert (await logged(house))[-2:] == ["kept", "reopened"]


async def test_remove_asks_once_and_takes_all_copies(house: House) -> None:
    channel = await moderators(house)
    first = await posted_anew(house)
    modal = await opened(house, first, house.ben)
    await house.ben.submit_modal(modal, FILLED)
    case = the_only_one(house, channel)
    question = await house.moderator.click(on(channel), label="Remove")
    assert question.ephemeral
    assert is_there(house, first)
    await house.restart()
    await house.moderator.click(question.response, label="Remove it")
    assert "Removed" in text_of(question.response)
    assert house.channel.history() == []
    assert await files_of(house) == []
    case = the_only_one(house, channel)
    assert case.attachments == []
    assert gallery(case) == []
    assert f"Removed** by <@{house.moderator.id}>" in text_of(case)
    page = await house.ada.slash(house.channel, "history")
    assert "easel:" not in str([part for part in components_of(page.response) if part["type"] == 3])
    again = await house.moderator.click(on(channel), label="Warn")  # other measures stay possible
    assert again is not None


async def test_several_measures_stand_on_one_card(house: House) -> None:
    _card, channel, case = await reported(house)
    modal = await house.moderator.click(on(channel), label="Strike")
    filled = {**WARNED, "also": ["remove"]}
    answer = await house.moderator.submit_modal(modal, filled)
    assert "told by direct message" in text_of(answer.response)
    case = the_only_one(house, channel)
    for part in ("Strike given", "Removed", "Not here, please."):
        assert part in text_of(case)
    assert sorted(buttons_of(case)) == ["easel:case:block:1", "easel:case:warn:1"]
    (notice,) = told(house, house.ben)
    assert "given you a strike" in text_of(notice)
    assert "breaks the rules of this server" in text_of(notice)
    assert buttons_of(notice) == ["easel:appeal:1"]
    assert {"reported", "struck", "removed"} <= {*await logged(house)}


@pytest.mark.parametrize("label", ["Warn", "Strike", "Block"])
async def test_of_two_moderators_one_decides_and_the_other_reads_who(
    house: House, label: str
) -> None:
    _card, channel, _case = await reported(house)
    mia = second_moderator(house)
    modals = [await one.click(on(channel), label=label) for one in (house.moderator, mia)]
    filled = {**WARNED, "length": ["1d"]} if label == "Block" else WARNED
    await house.moderator.submit_modal(modals[0], filled)
    second = await mia.submit_modal(modals[1], filled)
    said = text_of((second.followups or [second.response])[-1])
    assert "Somebody was quicker" in said
    assert f"<@{house.moderator.id}>" in said
    assert len(await rows(house, case_measures)) == 1
    assert len(await rows(house, strikes)) == 1
    assert len(told(house, house.ben)) == 1


async def test_a_block_holds_at_once_and_says_until_when(house: House) -> None:
    _card, channel, _case = await reported(house)
    modal = await house.moderator.click(on(channel), label="Block")
    await house.moderator.submit_modal(modal, {**WARNED, "length": ["1w"]})
    refused = await house.imagine(house.ben)
    assert refused.ephemeral
    assert "blocked" in text_of(refused.response)
    assert "until" in text_of(the_only_one(house, channel))


async def test_what_is_kept_takes_no_measure(house: House) -> None:
    _card, channel, _case = await reported(house)
    modal = await house.moderator.click(on(channel), label="Warn")
    await house.moderator.click(on(channel), label="Keep")
    late = await house.moderator.submit_modal(modal, WARNED)
    assert "Somebody was quicker" in text_of((late.followups or [late.response])[-1])
    assert await rows(house, strikes) == []


@pytest.mark.parametrize("label", ["Keep", "Remove", "Warn", "Strike", "Block"])
async def test_nobody_but_a_moderator_of_that_server_decides(house: House, label: str) -> None:
    _card, channel, _case = await reported(house)
    refused = await house.ben.click(on(channel), label=label)
    assert refused.ephemeral
    assert "Only moderators of this server" in text_of(refused.response)
    other = house.env.create_guild()
    role = other.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    stranger = other.add_member(house.env.create_user("zoe"), roles=[role])
    elsewhere = other.create_text_channel("images")
    asked = await stranger.slash(elsewhere, "imagine", prompt="a fox")
    await house.settle()
    forge(house, asked.response, "More", f"easel:case:{label.lower()}:1")
    assert asked.response is not None
    refused = await stranger.click(asked.response, label="More")
    assert "no such case" in text_of(refused.response)
    assert await rows(house, case_measures) == []
    assert "easel:case:keep:1" in buttons_of(the_only_one(house, channel))


async def test_who_reports_what_was_kept_reads_that_it_was(house: House) -> None:
    card, channel, _case = await reported(house)
    await house.moderator.click(on(channel), label="Keep")
    cleo = house.guild.add_member(house.env.create_user("cleo"))
    answer = await cleo.submit_modal(await opened(house, card, cleo), FILLED)
    assert "looked at this image before and kept it" in text_of(answer.response)
    assert "2 reports" in text_of(the_only_one(house, channel))
