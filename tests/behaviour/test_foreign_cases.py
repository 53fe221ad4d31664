"""Cases of messages that are not the bot's, and of other servers' messages."""

from typing import Any

from sqlalchemy import update

from bot.store.moderation_schema import case_measures, cases
from tests.behaviour.case_house import WARNED, on, rows
from tests.behaviour.conftest import House, text_of
from tests.behaviour.test_deleting import is_there
from tests.behaviour.test_remix import png, posted
from tests.behaviour.test_reports import FILLED, gallery, moderators, opened, the_only_one


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
    modal._interaction.modal["custom_id"] = f"easel:reported:{theirs.id}"
    refused = await house.ada.submit_modal(modal, FILLED)
    assert "do not know that message" in text_of(refused.response)
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


async def test_a_form_made_by_hand_puts_no_case_on_somebody_else(house: House) -> None:
    await moderators(house)
    innocent = await house.ben.send(house.channel, "good morning")
    for forged in (f"easel:reported:{innocent.id}", f"easel:reported:{10**19}"):
        modal = await opened(house, await posted(house, ("cat.png", png())))
        modal._interaction.modal["custom_id"] = forged
        refused = await house.ada.submit_modal(modal, FILLED)
        assert "do not know that message" in text_of(refused.response)
    assert await rows(house, cases) == []


async def test_what_another_member_has_opened_is_not_sent_in_their_place(house: House) -> None:
    await moderators(house)
    theirs = await posted(house, ("cat.png", png()))
    await opened(house, theirs, house.ben)
    modal = await opened(house, await posted(house, ("cat.png", png())))
    modal._interaction.modal["custom_id"] = f"easel:reported:{theirs.id}"
    refused = await house.ada.submit_modal(modal, FILLED)
    assert "do not know that message" in text_of(refused.response)


async def test_the_author_is_who_wrote_the_message_also_after_a_restart(house: House) -> None:
    await moderators(house)
    message = await posted(house, ("cat.png", png()))
    modal = await opened(house, message)
    await house.restart()
    await house.ada.submit_modal(modal, FILLED)
    (case,) = await rows(house, cases)
    assert (case.author_id, case.source_message_id) == (message.author.id, message.id)
