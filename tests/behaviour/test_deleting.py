"""*Delete* in the panel: asked once more, then message, files and words are gone for good."""

import asyncio
from typing import Any

import pytest
from simcord.backend.errors import BackendError

from tests.behaviour.conftest import House, components_of, forge, text_of
from tests.behaviour.test_more import finished, opened


async def asked(house: House, card: Any, member: Any = None) -> Any:
    """Let a member press *Delete* in the panel of a card; returns the question."""
    member = member or house.ada
    panel = await opened(house, card, member)
    await member.click(panel, label="Delete")
    return panel


def _channel_id(message: Any) -> int:
    found: int = message.channel.id if hasattr(message, "channel") else message.channel_id
    return found


def is_there(house: House, message: Any) -> bool:
    try:
        house.env.backend.get_message(_channel_id(message), message.id)
    except BackendError:
        return False
    return True


async def files_of(house: House) -> list[str]:
    folder = house.services.settings.data_dir / "images" / "0"
    return await asyncio.to_thread(lambda: sorted(path.name for path in folder.iterdir()))


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_who_asked_deletes_message_files_and_prompt_and_the_use_still_counts(
    house: House, *, is_restarted: bool
) -> None:
    card = await finished(house, images=2)
    other = await finished(house)
    question = await asked(house, card)
    assert "Delete this?" in text_of(question)
    assert is_there(house, card)
    if is_restarted:
        await house.restart()
    await house.ada.click(question, label="Delete for good")
    assert "Deleted" in text_of(question)
    assert not is_there(house, card)
    assert is_there(house, other)
    assert await files_of(house) == ["2-0.png"]
    row = await house.services.generations.get(1)
    assert row is not None
    assert row.deleted_at is not None
    assert row.request.is_erased
    assert await house.left() == 7


async def test_a_moderator_deletes_what_another_asked_for(house: House) -> None:
    card = await finished(house)
    question = await asked(house, card, house.moderator)
    await house.moderator.click(question, label="Delete for good")
    assert not is_there(house, card)


async def test_who_thinks_better_of_it_gets_the_panel_back(house: House) -> None:
    card = await finished(house)
    question = await asked(house, card)
    await house.ada.click(question, label="Keep it")
    assert "How this was made" in text_of(question)
    assert is_there(house, card)
    await house.ada.click(question, label="Delete")  # it still knows its card
    await house.ada.click(question, label="Delete for good")
    assert not is_there(house, card)


async def test_of_two_who_delete_one_does_and_the_other_reads_so(house: House) -> None:
    card = await finished(house)
    mine = await asked(house, card)
    theirs = await asked(house, card, house.moderator)
    await house.ada.click(mine, label="Delete for good")
    second = await house.moderator.click(theirs, label="Delete for good")
    assert "was deleted" in text_of(second.response)


async def test_what_was_deleted_takes_no_press_any_more(house: House) -> None:
    card = await finished(house)
    panel = await opened(house, card, house.ben)
    question = await asked(house, card)
    await house.ada.click(question, label="Delete for good")
    for label in ("Favourite", "Save as style", "Send me the original"):
        pressed = await house.ben.click(panel, label=label)
        assert pressed.ephemeral
        assert "This was deleted" in text_of(pressed.response)


async def test_a_card_that_discord_does_not_let_go_is_emptied(house: House) -> None:
    card = await finished(house)
    question = await asked(house, card)
    house.env.inject_error("DELETE", "/channels/*", status=403, code=50013, times=None)
    await house.ada.click(question, label="Delete for good")
    assert "This image was deleted" in text_of(card)
    assert card.attachments == []
    assert "could not remove" not in text_of(question)


async def test_of_a_private_card_the_message_goes_while_its_token_lives(house: House) -> None:
    card = await finished(house, private=True)
    question = await asked(house, card)
    await house.ada.click(question, label="Delete for good")
    assert not is_there(house, card)
    assert "could not remove" not in text_of(question)


async def test_a_card_that_no_road_leads_to_is_said_to_stand(house: House) -> None:
    card = await finished(house)
    question = await asked(house, card)
    for method, path in (("*", "/channels/*"), ("DELETE", "/webhooks/*")):
        house.env.inject_error(method, path, status=403, code=50001, times=None)
    await house.ada.click(question, label="Delete for good")
    assert "could not remove the message itself" in text_of(question)
    assert await files_of(house) == []


async def test_a_forged_card_takes_no_other_message_away(house: House) -> None:
    card = await finished(house)
    other = await finished(house, house.ben)
    question = await asked(house, card)
    forge(house, question, "Delete for good", f"easel:delete-surely:1:{other.id}")
    await house.ada.click(question, label="Delete for good")
    assert is_there(house, other)
    assert not is_there(house, card)


async def posted_anew(house: House) -> Any:
    """Let the images of ada's only request go into a second message."""
    await house.imagine()
    for path in ("/webhooks/*", "/channels/*"):
        house.env.inject_error("PATCH", path, status=403, code=50001, times=1)
    await house.settle()
    posted = max(house.channel.history(), key=lambda message: message.id)
    assert posted.attachments
    return posted


async def asked_in_the_history(house: House) -> Any:
    page = await house.ada.slash(house.channel, "history")
    select = next(part for part in components_of(page.response) if part["type"] == 3)
    await house.ada.select(page.response, ["1"], custom_id=select["custom_id"])
    await house.ada.click(page.response, label="Delete")
    return page.response


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_card_that_was_posted_anew_goes_with_the_first(
    house: House, *, is_restarted: bool
) -> None:
    posted = await posted_anew(house)
    if is_restarted:
        await house.restart()
    question = await asked_in_the_history(house)
    await house.ada.click(question, label="Delete for good")
    assert not is_there(house, posted)
    assert house.channel.history() == []
    assert "could not remove" not in text_of(question)


async def test_a_copy_in_direct_messages_goes_too(house: House) -> None:
    await house.imagine()
    for method, path in (("PATCH", "/webhooks/*"), ("PATCH", "/channels/*")):
        house.env.inject_error(method, path, status=403, code=50001, times=1)
    house.env.inject_error(
        "POST", f"/channels/{house.channel.id}/messages", status=403, code=50013, times=1
    )
    await house.settle()
    direct = house.env.backend.get_dm_channel(house.ada.id)
    (copy,) = house.env.backend.messages[direct.id].values()
    assert copy.attachments
    question = await asked_in_the_history(house)
    await house.ada.click(question, label="Delete for good")
    assert not house.env.backend.messages[direct.id]


async def test_what_discord_cannot_do_now_is_done_by_the_sweep(house: House) -> None:
    posted = await posted_anew(house)
    question = await asked_in_the_history(house)
    for method in ("DELETE", "PATCH"):
        house.env.inject_error(method, "/channels/*", status=503, code=0, times=None)
    await house.ada.click(question, label="Delete for good")
    assert "could not remove the message itself" in text_of(question)
    house.env.backend.faults.clear()
    await house.restart()
    await house.services.after.cards.step()
    assert is_there(house, posted)  # not at once again
    await house.time.sleep(11 * 60)
    await house.services.after.cards.step()
    assert not is_there(house, posted)
    assert house.channel.history() == []


async def test_all_messages_of_who_wants_everything_deleted_are_taken_away(house: House) -> None:
    posted = await posted_anew(house)
    others = await finished(house, house.ben)
    erasing = house.services.members.erasing_sweep
    await erasing.ask(house.ada.id)
    await erasing.step()
    await house.services.after.cards.step()
    assert not is_there(house, posted)
    assert [message.id for message in house.channel.history()] == [others.id]
