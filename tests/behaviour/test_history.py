"""`/history` and `/favourites`: pages of contact sheets, filtered, opened, and sent again."""

import asyncio
import io
import re
from typing import Any

import pytest
from PIL import Image

from bot.domain.generation import Origin, Rung
from bot.errors import StorageUnavailable
from tests.behaviour.conftest import House, buttons_of, components_of, text_of
from tests.unit.replies.samples import noise


async def make(house: House, count: int, **options: Any) -> None:
    """Let ada have so many images made, one after another."""
    for number in range(count):
        await house.imagine(**{"prompt": f"picture number {number + 1}."} | options)
        await house.settle()


async def keep(house: House) -> None:
    """Close every road to ada, and let one image be made."""
    house.env.inject_error("*", "/webhooks/*", status=404, code=10015, times=None)
    house.env.inject_error("*", "/channels/*", status=403, code=50001, times=None)
    house.env.inject_error("*", "/users/@me/channels", status=403, code=50007, times=None)
    await make(house, 1)
    house.env.backend.faults.clear()


def pictures_in(message: Any) -> list[int]:
    """Return the numbers of the pictures that a page lists."""
    options = select_of(message).get("options", [])
    return [int(re.findall(r"picture number (\d+)", each["label"])[0]) for each in options]


def select_of(message: Any) -> dict[str, Any]:
    """Return the select of a page, {} if there is none."""
    return next((part for part in components_of(message) if part["type"] == 3), {})


def sheet_of(house: House, message: Any) -> Image.Image:
    """Return the picture that is attached to a page."""
    [attached] = message.attachments
    assert attached.filename == "contact-sheet.webp"
    return Image.open(io.BytesIO(house.env.backend.cdn.get(attached.url) or b""))


async def open_one(house: House, shown: Any, member: Any = None, **which: Any) -> Any:
    """Choose one entry of a page; the panel itself changes."""
    custom_id = select_of(shown.response)["custom_id"]
    value = str(which["generation_id"])
    return await (member or house.ada).select(shown.response, [value], custom_id=custom_id)


async def test_nothing_yet_says_so(house: House) -> None:
    shown = await house.ada.slash(house.channel, "history")
    assert shown.ephemeral
    assert "Nothing yet" in text_of(shown.response)
    assert shown.response.attachments == []
    liked = await house.ada.slash(house.channel, "favourites")
    assert "*More*" in text_of(liked.response)


async def test_pages_turn_both_ways_also_after_a_restart(house: House) -> None:
    await make(house, 9)
    house.time.advance(86_400)
    await make(house, 2)
    shown = await house.ada.slash(house.channel, "history")
    assert pictures_in(shown.response) == [2, 1, 9, 8, 7, 6, 5, 4, 3]
    assert sheet_of(house, shown.response).size == (1080, 1080)
    assert "easel:past:hb:3::" in buttons_of(shown.response)
    assert not [each for each in buttons_of(shown.response) if ":ha:" in each]
    await house.restart()
    await house.ada.click(shown.response, label="Older ▶")
    assert pictures_in(shown.response) == [2, 1]
    assert sheet_of(house, shown.response).size == (723, 366)
    assert not [each for each in buttons_of(shown.response) if ":hb:" in each]
    await house.ada.click(shown.response, label="◀ Newer")
    assert pictures_in(shown.response) == [2, 1, 9, 8, 7, 6, 5, 4, 3]


async def test_buttons_of_panels_of_an_earlier_version_still_turn_pages(house: House) -> None:
    await make(house, 3)
    shown = await house.ada.slash(house.channel, "history")
    stored = house.env.backend.get_message(shown.response.channel_id, shown.response.id)
    old = {"type": 2, "style": 2, "label": "Old", "custom_id": "easel:history:before:3"}
    stored.components[0]["components"].append({"type": 1, "components": [old]})
    await house.ada.click(shown.response, custom_id="easel:history:before:3")
    assert pictures_in(shown.response) == [2, 1]


async def test_it_lists_ones_own_images_of_this_server(house: House) -> None:
    await make(house, 1)
    await house.imagine(house.ben, prompt="somebody else's mill")
    await house.settle()
    there = house.env.create_guild()
    channel = there.create_text_channel("elsewhere")
    ada_there = there.add_member(house.env.create_user("ada-there"))
    empty = await ada_there.slash(channel, "history")
    assert "Nothing yet" in text_of(empty.response)
    shown = await house.ada.slash(house.channel, "history")
    assert pictures_in(shown.response) == [1]
    assert "mill" not in text_of(shown.response)


async def test_in_a_direct_message_it_lists_everything(house: House) -> None:
    user = house.env.create_user("cid")
    await house.imagine(house.guild.add_member(user), prompt="picture number 1.")
    await house.settle()
    await user.slash("imagine", prompt="picture number 2.")
    await house.settle()
    shown = await user.slash("history")
    assert pictures_in(shown.response) == [2, 1]
    in_server = await house.ada.slash(house.channel, "history")
    assert pictures_in(in_server.response) == []


async def test_words_and_styles_filter_and_are_kept_while_paging(house: House) -> None:
    await make(house, 1, prompt="a Red Fox, picture number 1.", style="ink")
    await make(house, 1, prompt="a red mill, picture number 2.")
    await make(house, 7, prompt="a red fox, picture number 3.")
    house.time.advance(86_400)
    await make(house, 4, prompt="a red fox, picture number 4.")
    shown = await house.ada.slash(house.channel, "history", text="fox  RED")
    assert pictures_in(shown.response) == [4, 4, 4, 4, 3, 3, 3, 3, 3]
    await house.ada.click(shown.response, label="Older ▶")
    assert pictures_in(shown.response) == [3, 3, 1]
    assert "fox, red" in text_of(shown.response)
    styled = await house.ada.slash(house.channel, "history", text="fox", style="Ink")
    assert pictures_in(styled.response) == [1]
    none = await house.ada.slash(house.channel, "history", text="fox mill")
    assert "Nothing is found" in text_of(none.response)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"text": "?!"}, "`text` cannot be `?!`: write a word"),
        ({"text": "w" * 37}, "36 letters and digits at most"),
        ({"style": "n" * 33}, "no style has that name"),
        ({"style": "a:b"}, "no style has that name"),
    ],
)
async def test_a_filter_that_cannot_be_is_a_sentence(
    house: House, options: dict[str, str], sentence: str
) -> None:
    shown = await house.ada.slash(house.channel, "history", **options)
    assert shown.ephemeral
    assert sentence in text_of(shown.response)


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


async def test_favourites_hold_others_images_too_and_nothing_can_be_done_that_is_theirs(
    house: House,
) -> None:
    await house.imagine(house.ben, prompt="picture number 1.")
    await house.settle()
    await make(house, 2)
    now = house.time.now()
    for generation_id in (1, 3):
        await house.services.after.favourites.add(house.ada.id, generation_id, now)
    shown = await house.ada.slash(house.channel, "favourites")
    assert pictures_in(shown.response) == [2, 1]
    found = await house.ada.slash(house.channel, "favourites", text="1 picture")
    assert pictures_in(found.response) == [2, 1]
    await open_one(house, shown, generation_id=1)
    assert set(buttons_of(shown.response)) == {"easel:anew:1", "easel:more:1", "easel:past:fb:4::"}
    theirs = await house.ben.slash(house.channel, "favourites")
    assert pictures_in(theirs.response) == []


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
