"""Entries of `/history`: opened in place, used again, sent again, and gone in between."""

import asyncio
from typing import Any

import pytest

from bot.domain.generation import Origin, Rung
from bot.errors import StorageUnavailable
from tests.behaviour.conftest import House, buttons_of, components_of, text_of
from tests.behaviour.history_house import keep, make, open_one, pictures_in, sheet_of
from tests.unit.replies.samples import noise


async def test_an_entry_opens_in_place_and_leads_back(house: House) -> None:
    await make(house, 3, images=2, seed=7)
    shown = await house.ada.slash(house.channel, "history")
    await open_one(house, shown, generation_id=2)
    assert len(shown.response.attachments) == 2
    assert "seeds `7` to `8`" in text_of(shown.response)
    assert set(buttons_of(shown.response)) == {
        "easel:anew:2",
        "easel:resend:2",
        "easel:more:2",
        "easel:delete:2:0",
        "easel:past:hb:4::",
    }
    await house.ada.click(shown.response, label="◀ Back")
    assert pictures_in(shown.response) == [3, 2, 1]
    assert not [each for each in buttons_of(shown.response) if ":ha:" in each]


async def test_reuse_asks_for_the_same_anew_for_whoever_looks_alone(house: House) -> None:
    await make(house, 2)
    shown = await house.ada.slash(house.channel, "history")
    await open_one(house, shown, generation_id=1)
    reused = await house.ada.click(shown.response, label="Reuse")
    assert reused.ephemeral
    assert "picture number 1" in text_of(reused.response)
    child = await house.services.generations.get(3)
    assert child is not None
    assert (child.origin, child.parent_id, child.place.is_private) == (Origin.AGAIN, 1, True)


async def test_what_was_deleted_in_between_is_a_sentence_and_gone_from_the_next_page(
    house: House,
) -> None:
    await make(house, 2)
    shown = await house.ada.slash(house.channel, "history", text="picture")
    other = await house.ada.slash(house.channel, "history")
    await open_one(house, other, generation_id=2)
    await house.ada.click(other.response, custom_id="easel:delete:2:0")
    await house.ada.click(other.response, label="Delete for good")
    opened = await open_one(house, shown, generation_id=2)
    assert opened.ephemeral
    assert "was deleted" in text_of(opened.response)
    await open_one(house, shown, generation_id=1)
    await house.ada.click(shown.response, label="◀ Back")
    assert pictures_in(shown.response) == [1]


async def test_images_that_are_not_kept_any_more_are_an_empty_numbered_tile(
    house: House, tmp_path: Any
) -> None:
    await make(house, 2)
    await asyncio.to_thread(lambda: [p.unlink() for p in (tmp_path / "images").rglob("2-*.png")])
    shown = await house.ada.slash(house.channel, "history")
    assert pictures_in(shown.response) == [2, 1]
    sheet = sheet_of(house, shown.response)
    empty, full = sheet.getpixel((183, 300)), sheet.getpixel((540, 183))
    assert isinstance(empty, tuple)
    assert isinstance(full, tuple)
    assert max(empty) < 60
    assert max(full) > 60
    opened = await open_one(house, shown, generation_id=2)
    assert "not kept any more" in text_of(opened.followups[0])


async def test_nobody_opens_what_is_not_theirs(house: House) -> None:
    await make(house, 1)
    await house.imagine(house.ben)
    await house.settle()
    theirs = await house.ben.slash(house.channel, "history")
    stored = house.env.backend.get_message(theirs.response.channel_id, theirs.response.id)
    for part in components_of(stored):
        if part["type"] == 3:
            part["options"][0]["value"] = "1"
    opened = await open_one(house, theirs, house.ben, generation_id=1)
    assert opened.ephemeral
    assert "nothing of yours" in text_of(opened.response)


async def test_images_are_sent_again_privately_from_our_own_files(house: House) -> None:
    await make(house, 1, images=2, seed=7)
    shown = await house.ada.slash(house.channel, "history")
    await open_one(house, shown, generation_id=1)
    submitted = house.provider.submit_calls
    sent = await house.ada.click(shown.response, label="Send again")
    assert sent.ephemeral
    assert len(sent.response.attachments) == 2
    assert "seeds `7` to `8`" in text_of(sent.response)
    assert house.provider.submit_calls == submitted
    assert await house.left() == 8


async def test_what_could_not_be_delivered_is_marked_until_it_was_seen(house: House) -> None:
    await keep(house)
    row = await house.services.generations.get(1)
    assert row is not None
    assert row.rung is Rung.KEPT
    shown = await house.ada.slash(house.channel, "history")
    assert "not delivered yet" in text_of(shown.response)
    await open_one(house, shown, generation_id=1)
    assert len(shown.response.attachments) == 1
    again = await house.ada.slash(house.channel, "history")
    assert pictures_in(again.response) == [1]
    assert "not delivered yet" not in text_of(again.response)


async def test_files_that_cannot_be_read_now_are_not_called_gone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(path: str) -> bytes:
        raise StorageUnavailable from PermissionError(path)

    await make(house, 1)
    shown = await house.ada.slash(house.channel, "history")
    monkeypatch.setattr(house.services.image_files, "read", read)
    opened = await open_one(house, shown, generation_id=1)
    assert "cannot reach my storage right now" in text_of(opened.followups[0])
    assert "not kept any more" not in text_of(opened.followups[0])


async def test_what_this_interaction_takes_is_the_limit(house: House) -> None:
    house.provider.image_bytes = noise(128).data
    await make(house, 1)
    shown = await house.ada.slash(house.channel, "history")
    house.env.inject_error("PATCH", "/webhooks/*", status=413, code=40005, times=1)
    await open_one(house, shown, generation_id=1)
    assert [each.filename for each in shown.response.attachments] == ["easel-1-1.webp"]


async def test_nobody_else_is_sent_ones_images(house: House) -> None:
    await make(house, 1)
    theirs = await house.imagine(house.ben)
    stored = house.env.backend.get_message(theirs.response.channel_id, theirs.response.id)
    stored.components[0]["components"][-1]["components"][0]["custom_id"] = "easel:resend:1"
    pressed = await house.ben.click(theirs.response, custom_id="easel:resend:1")
    assert pressed.ephemeral
    assert "nothing of yours" in text_of(pressed.response)
