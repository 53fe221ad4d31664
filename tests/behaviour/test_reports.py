"""*Report*: by the menu and by *More*; with a moderators' channel, without one, or a closed one."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.errors import StorageUnavailable
from bot.replies.after.more_panel import more_panel
from bot.store.member_schema import reports
from bot.store.schema import generations
from bot.store.server_settings import ServerChoices, ServerSettings
from tests.behaviour.conftest import House, buttons_of, components_of, text_of
from tests.behaviour.test_ladder import close
from tests.behaviour.test_remix import generation, png, posted
from tests.fakes.log_entry import rules_changed

FILLED = {"kind": ["consent"], "reason": "That is my face."}


async def rows(house: House) -> list[Any]:
    database = house.services.generations._database
    return list(await database.read(lambda one: one.execute(select(reports)).all()))


async def moderators(house: House) -> Any:
    """Set a channel for reports and return it."""
    channel = house.guild.create_text_channel("moderators")
    await house.services.server_settings.report_to(
        house.guild.id, channel.id, rules_changed(house.guild.id)
    )
    house.services.moderation.policies.changed(house.guild.id)
    return channel


async def opened(house: House, message: Any, member: Any = None) -> Any:
    return await (member or house.ada).context_menu(house.channel, "Report", message)


async def finished(house: House, **options: Any) -> Any:
    card = (await house.imagine(house.ben, **options)).response
    await house.settle()
    return card


def the_only_one(house: House, channel: Any) -> Any:
    """Return the one message of a channel, as Discord keeps it."""
    (message,) = channel.history()
    return house.env.backend.get_message(channel.id, message.id)


def gallery(message: Any) -> list[dict[str, Any]]:
    return [item for part in components_of(message) for item in part.get("items", [])]


async def test_the_moderators_are_shown_who_whose_where_and_why(house: House) -> None:
    channel = await moderators(house)
    card = await finished(house, prompt="a portrait", images=2)
    modal = await opened(house, card)
    await house.restart()
    answer = await house.ada.submit_modal(modal, FILLED)
    assert answer.ephemeral
    assert "have been told" in text_of(answer.response)
    told = the_only_one(house, channel)
    text = text_of(told)
    for part in (f"<@{house.ada.id}>", f"<@{house.ben.id}>", "my face", "a portrait", str(card.id)):
        assert part in text
    assert "shown without consent" in text
    assert [item["spoiler"] for item in gallery(told)] == [True, True]
    assert all(item["description"] for item in gallery(told))
    (row,) = await rows(house)
    assert (row.generation_id, row.author_id, row.kind) == (1, house.ben.id, "consent")


async def test_the_button_of_more_does_the_same_once(house: House) -> None:
    channel = await moderators(house)
    card = await finished(house)
    panel = (await house.ada.click(card, label="More")).response
    modal = await house.ada.click(panel, label="Report")
    left_open = await opened(house, card)
    await house.ada.submit_modal(modal, FILLED)
    assert len(channel.history()) == 1
    for again in (await house.ada.click(panel, label="Report"), await opened(house, card)):
        assert again.ephemeral
        assert "reported this already" in text_of(again.response)
    late = await house.ada.submit_modal(left_open, FILLED)
    assert "reported this already" in text_of(late.response)
    assert len(await rows(house)) == 1


async def test_anybodys_picture_is_reported_with_a_copy(house: House) -> None:
    channel = await moderators(house)
    message = await posted(house, ("cat.png", png()))
    modal = await opened(house, message)
    await message.delete()
    await house.ada.submit_modal(modal, FILLED)
    told = the_only_one(house, channel)
    (shown,) = gallery(told)
    assert shown["spoiler"]
    (row,) = await rows(house)
    assert (row.generation_id, row.message_id, row.author_id) == (None, message.id, house.ben.id)


@pytest.mark.parametrize("is_ours", [True, False])
async def test_what_is_called_illegal_is_copied_nowhere(house: House, *, is_ours: bool) -> None:
    channel = await moderators(house)
    message = await (finished(house) if is_ours else posted(house, ("cat.png", png())))
    modal = await opened(house, message)
    await house.ada.submit_modal(modal, {"kind": ["illegal"], "reason": ""})
    told = the_only_one(house, channel)
    assert gallery(told) == []
    assert "not copied" in text_of(told)
    shelf = house.services.settings.data_dir / "shelf"
    assert await asyncio.to_thread(lambda: [*shelf.glob("report-*")]) == []


@pytest.mark.parametrize("is_gone", [False, True])
async def test_without_a_channel_that_takes_it_the_reporter_is_told_so(
    house: House, *, is_gone: bool
) -> None:
    if is_gone:
        channel = await moderators(house)
        close(house, "POST", f"/channels/{channel.id}/messages", 404, 10003)
    modal = await opened(house, await finished(house))
    answer = await house.ada.submit_modal(modal, FILLED)
    words = "could not post it" if is_gone else "set no channel for reports"
    assert words in text_of(answer.response)
    assert len(await rows(house)) == 1


async def test_a_preview_is_reported_as_its_members_and_not_as_the_bots(house: House) -> None:
    card = await finished(house)
    unfinished = update(generations).values(status="running", rung=None, finished_at=None)
    await house.services.generations._database.writer.write(lambda one: one.execute(unfinished))
    await house.ada.submit_modal(await opened(house, card), FILLED)
    (row,) = await rows(house)
    assert (row.generation_id, row.author_id) == (None, house.ben.id)


async def test_a_message_without_an_image_is_not_reported(house: House) -> None:
    refused = await opened(house, await house.ben.send(house.channel, "rude words"))
    assert refused.ephemeral
    assert "no picture in this message" in text_of(refused.response)


async def test_where_the_bot_is_no_member_there_is_nobody_to_tell(house: House) -> None:
    card = await finished(house)
    panel = (await house.ada.click(card, label="More")).response
    assert "easel:report:1" in buttons_of(panel)
    house.client._connection._guilds.pop(house.guild.id)  # as if only ada had installed it
    for refused in (await opened(house, card), await house.ada.click(panel, label="Report")):
        assert refused.ephemeral
        assert "no moderators here" in text_of(refused.response)


async def test_a_private_image_made_elsewhere_has_no_button_in_direct_messages(
    house: House,
) -> None:
    asked = await house.env.create_user("dana").slash("imagine", prompt="a fox")
    await house.settle()
    panel = more_panel(await generation(house, 1), 0, is_favourite=False, is_deletable=True)
    assert asked.response is not None
    shown = [getattr(item, "custom_id", None) for item in panel.view.walk_children()]
    assert "easel:favourite:add:1" in shown
    assert "easel:report:1" not in shown


async def test_a_report_that_met_a_silent_database_is_shown_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = await moderators(house)
    modal = await opened(house, await finished(house))

    async def silent(_settings: ServerSettings, _server_id: int) -> ServerChoices:
        raise StorageUnavailable

    monkeypatch.setattr(ServerSettings, "get", silent)
    failed = await house.ada.submit_modal(modal, FILLED)
    assert "could not post it" in text_of(failed.response)
    assert channel.history() == []
    monkeypatch.undo()
    await house.services.cases.cards.step()
    assert "my face" in text_of(the_only_one(house, channel))
