"""Cases: what moderators see of reports, and what their presses do, by whoever and whenever."""

import asyncio
from dataclasses import replace
from typing import Any

import discord
import pytest
from sqlalchemy import select, update

from bot.store.moderation_schema import case_measures, cases, moderation_log, strikes
from tests.behaviour.conftest import House, buttons_of, components_of, forge, text_of
from tests.behaviour.test_deleting import files_of, is_there, posted_anew
from tests.behaviour.test_remix import png, posted
from tests.behaviour.test_reports import FILLED, finished, gallery, moderators, opened, the_only_one
from tests.fakes.log_entry import rules_changed

WARNED = {"ready": ["rules"], "words": "Not here, please.", "also": ["leave"]}


async def reported(house: House, **options: Any) -> tuple[Any, Any, Any]:
    """Return the image, the moderators' channel and the case's card in it."""
    channel = await moderators(house)
    card = await finished(house, **options)
    await house.ada.submit_modal(await opened(house, card), FILLED)
    return card, channel, the_only_one(house, channel)


def on(channel: Any) -> Any:
    """Return the one message of a channel, to be pressed."""
    (message,) = channel.history()
    return message


async def rows(house: House, table: Any) -> list[Any]:
    database = house.services.generations._database
    return list(await database.read(lambda one: one.execute(select(table)).all()))


async def logged(house: House) -> list[str]:
    return [row.action for row in await rows(house, moderation_log)]


def second_moderator(house: House) -> Any:
    role = house.guild.roles["Moderators"]
    return house.guild.add_member(house.env.create_user("mia"), roles=[role])


def told(house: House, member: Any) -> list[Any]:
    direct = house.env.backend.get_dm_channel(member.id)
    return list(house.env.backend.messages[direct.id].values())


async def test_the_card_shows_what_whose_and_what_is_known_of_its_author(house: House) -> None:
    _card, _channel, case = await reported(house, prompt="a portrait")
    text = text_of(case)
    for part in ("Case 1", "1 report", "a portrait", "1 image made", "0 strikes", "steps"):
        assert part in text
    assert [item["spoiler"] for item in gallery(case)] == [True]
    for what in ("keep", "remove", "warn", "strike", "block"):
        assert f"easel:case:{what}:1" in buttons_of(case)
    assert "easel:lineage:1" in buttons_of(case)


async def test_later_reports_join_and_edit_the_card(house: House) -> None:
    card, channel, _case = await reported(house)
    dana = house.guild.add_member(house.env.create_user("dana"))
    modal = await opened(house, card, dana)
    await house.restart()
    await dana.submit_modal(modal, {"kind": ["rules"], "reason": "Spam."})
    case = the_only_one(house, channel)
    assert "2 reports" in text_of(case)
    assert "Spam." in text_of(case)
    assert len(gallery(case)) == 1


async def test_a_report_of_illegal_things_takes_the_image_off_the_card(house: House) -> None:
    card, channel, _case = await reported(house)
    modal = await opened(house, card, house.moderator)
    await house.moderator.submit_modal(modal, {"kind": ["illegal"], "reason": ""})
    case = the_only_one(house, channel)
    assert gallery(case) == []
    assert case.attachments == []


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


async def test_a_foreign_message_goes_only_where_the_bot_may(house: House) -> None:
    channel = await moderators(house)
    message = await posted(house, ("cat.png", png()))
    await house.ada.submit_modal(await opened(house, message), FILLED)
    case = the_only_one(house, channel)
    assert "not one of my images" in text_of(case)
    question = await house.moderator.click(on(channel), label="Remove")
    path = f"/channels/{house.channel.id}/messages/{message.id}"
    house.env.inject_error("DELETE", path, status=403, code=50013)
    refused = await house.moderator.click(question.response, label="Remove it")
    assert "Manage Messages" in text_of(refused.followups[-1])
    assert await rows(house, case_measures) == []
    await house.moderator.click(question.response, label="Remove it")
    assert not is_there(house, message)
    case = the_only_one(house, channel)
    assert "Removed" in text_of(case)
    assert gallery(case) == []


async def elsewhere_made(house: House) -> Any:
    """Return the bot's card in another server."""
    other = house.env.create_guild()
    stranger = other.add_member(house.env.create_user("zoe"))
    made = await stranger.slash(other.create_text_channel("images"), "imagine", prompt="a fox")
    await house.settle()
    return made.response


async def test_no_message_of_another_channel_is_reported_from_here(house: House) -> None:
    await moderators(house)
    theirs = await elsewhere_made(house)
    modal = await opened(house, await posted(house, ("cat.png", png())))
    forged = f"easel:reported:0:{theirs.channel_id}:{theirs.id}:{house.ben.id}"
    modal._interaction.modal["custom_id"] = forged
    refused = await house.ada.submit_modal(modal, FILLED)
    assert "not in this channel" in text_of(refused.response)
    assert await rows(house, cases) == []


async def test_no_message_of_another_server_is_removed_from_here(house: House) -> None:
    channel = await moderators(house)
    theirs = await elsewhere_made(house)
    await house.ada.submit_modal(
        await opened(house, await posted(house, ("cat.png", png()))), FILLED
    )
    of_theirs = update(cases).values(
        source_channel_id=theirs.channel_id, source_message_id=theirs.id
    )
    database = house.services.generations._database
    await database.writer.write(lambda connection: connection.execute(of_theirs))
    question = await house.moderator.click(on(channel), label="Remove")
    refused = await house.moderator.click(question.response, label="Remove it")
    assert "delete it yourself" in text_of(refused.followups[-1])
    assert is_there(house, theirs)


async def test_the_card_of_a_foreign_picture_keeps_it_when_it_is_edited(house: House) -> None:
    channel = await moderators(house)
    message = await posted(house, ("cat.png", png()))
    await house.ada.submit_modal(await opened(house, message), FILLED)
    await house.moderator.submit_modal(
        await house.moderator.click(on(channel), label="Warn"), WARNED
    )
    case = the_only_one(house, channel)
    assert "Warned" in text_of(case)
    assert len(gallery(case)) == len(case.attachments) == 1


async def test_a_card_that_could_not_be_posted_comes_later(house: House) -> None:
    channel = await moderators(house)
    card = await finished(house)
    path = f"/channels/{channel.id}/messages"
    house.env.inject_error("POST", path, status=503, code=0, times=None)
    answer = await house.ada.submit_modal(await opened(house, card), FILLED)
    assert "could not post it" in text_of(answer.response)
    house.env.backend.faults.clear()
    await house.restart()
    await house.time.sleep(6 * 60)
    await house.services.cases.cards.step()
    assert "Case 1" in text_of(the_only_one(house, channel))
    await house.services.cases.cards.step()
    assert len(channel.history()) == 1


async def test_once_a_channel_is_chosen_open_cases_are_shown_in_it(house: House) -> None:
    card = await finished(house)
    await house.ada.submit_modal(await opened(house, card), FILLED)
    await house.services.cases.cards.step()
    channel = house.guild.create_text_channel("moderators")
    entry = replace(rules_changed(house.guild.id), at=house.time.now())
    await house.services.server_settings.report_to(house.guild.id, channel.id, entry)
    await house.services.cases.cards.step()
    assert "Case 1" in text_of(the_only_one(house, channel))


async def test_what_its_author_deletes_is_not_shown_on_the_card_any_more(house: House) -> None:
    card, channel, _case = await reported(house)
    panel = (await house.ben.click(card, label="More")).response
    await house.ben.click(panel, label="Delete")
    await house.ben.click(panel, label="Delete for good")
    await house.services.cases.cards.step()
    case = the_only_one(house, channel)
    assert case.attachments == []
    assert "deleted, and kept nowhere" in text_of(case)


async def test_two_reports_at_once_make_one_case(house: House) -> None:
    channel = await moderators(house)
    card = await finished(house)
    modals = [await opened(house, card, one) for one in (house.ada, house.moderator)]
    for member, modal in zip((house.ada, house.moderator), modals, strict=True):
        await member.submit_modal(modal, FILLED)
    assert "2 reports" in text_of(the_only_one(house, channel))
    await asyncio.gather(*(house.services.cases.cards.show(1) for _ in range(3)))
    assert len(channel.history()) == 1
