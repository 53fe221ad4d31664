"""The cards of cases: what they show, of later reports too, and when they come or change."""

import asyncio
from dataclasses import replace

from tests.behaviour.case_house import reported
from tests.behaviour.conftest import House, buttons_of, text_of
from tests.behaviour.test_reports import FILLED, finished, gallery, moderators, opened, the_only_one
from tests.fakes.log_entry import rules_changed


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


async def test_a_card_that_could_not_be_posted_comes_later(house: House) -> None:
    channel = await moderators(house)
    card = await finished(house)
    path = f"/channels/{channel.id}/messages"
    house.env.inject_error("POST", path, status=503, code=0, times=None)
    answer = await house.ada.submit_modal(await opened(house, card), FILLED)
    assert "could not post it" in text_of(answer.response)
    house.env.backend.faults.clear()
    await house.restart()
    house.time.advance(6 * 60)
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
