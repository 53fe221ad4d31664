"""`/history`: pages of what was made, to be sent again."""

import asyncio
from typing import Any

import pytest

from bot.domain.generation import Rung
from bot.errors import StorageUnavailable
from tests.behaviour.conftest import House, buttons_of, text_of
from tests.unit.replies.samples import noise


async def make(house: House, count: int, **options: Any) -> None:
    """Let ada have so many images made, one after another."""
    for number in range(count):
        await house.imagine(prompt=f"picture number {number + 1}.", **options)
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
    lines = text_of(message).splitlines()
    return [int(line.split()[-1].strip(".\\")) for line in lines if "picture number" in line]


async def test_nothing_yet_says_so(house: House) -> None:
    shown = await house.ada.slash(house.channel, "history")
    assert shown.ephemeral
    assert "Nothing yet" in text_of(shown.response)


async def test_pages_turn_both_ways_also_after_a_restart(house: House) -> None:
    await make(house, 7)
    shown = await house.ada.slash(house.channel, "history")
    assert pictures_in(shown.response) == [7, 6, 5, 4, 3]
    assert "easel:history:before:3" in buttons_of(shown.response)
    assert not [each for each in buttons_of(shown.response) if "after" in each]
    await house.restart()
    await house.ada.click(shown.response, label="Older ▶")
    assert pictures_in(shown.response) == [2, 1]
    assert not [each for each in buttons_of(shown.response) if "before" in each]
    await house.ada.click(shown.response, label="◀ Newer")
    assert pictures_in(shown.response) == [7, 6, 5, 4, 3]


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


async def test_images_are_sent_again_privately_from_our_own_files(house: House) -> None:
    await make(house, 1, images=2, seed=7)
    shown = await house.ada.slash(house.channel, "history")
    submitted = house.provider.submit_calls
    sent = await house.ada.click(shown.response, label="Send again")
    assert sent.ephemeral
    assert len(sent.response.attachments) == 2
    assert "seeds `7` to `8`" in text_of(sent.response)
    assert house.provider.submit_calls == submitted
    assert await house.left() == 8


async def test_what_could_not_be_delivered_is_marked_until_it_was_sent(house: House) -> None:
    await keep(house)
    row = await house.services.generations.get(1)
    assert row is not None
    assert row.rung is Rung.KEPT
    shown = await house.ada.slash(house.channel, "history")
    assert "not delivered yet" in text_of(shown.response)
    sent = await house.ada.click(shown.response, label="Send again")
    assert len(sent.response.attachments) == 1
    again = await house.ada.slash(house.channel, "history")
    assert pictures_in(again.response) == [1]
    assert "not delivered yet" not in text_of(again.response)


async def test_files_that_are_gone_are_a_sentence(house: House, tmp_path: Any) -> None:
    await make(house, 1)
    shown = await house.ada.slash(house.channel, "history")
    await asyncio.to_thread(lambda: [p.unlink() for p in (tmp_path / "images").rglob("*.png")])
    sent = await house.ada.click(shown.response, label="Send again")
    assert sent.ephemeral
    assert "not kept any more" in text_of(sent.response)


async def test_files_that_cannot_be_read_now_are_not_called_gone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def read(path: str) -> bytes:
        raise StorageUnavailable from PermissionError(path)

    await make(house, 1)
    shown = await house.ada.slash(house.channel, "history")
    monkeypatch.setattr(house.services.image_files, "read", read)
    sent = await house.ada.click(shown.response, label="Send again")
    assert "cannot reach my storage right now" in text_of(sent.response)
    assert "not kept any more" not in text_of(sent.response)


async def test_what_this_interaction_takes_is_the_limit(house: House) -> None:
    house.provider.image_bytes = noise(128).data
    await make(house, 1)
    house.env.inject_error("PATCH", "/webhooks/*", status=413, code=40005, times=1)
    shown = await house.ada.slash(house.channel, "history")
    sent = await house.ada.click(shown.response, label="Send again")
    assert [each.filename for each in sent.response.attachments] == ["easel-1-1.webp"]


async def test_nobody_else_is_sent_ones_images(house: House) -> None:
    await make(house, 1)
    theirs = await house.imagine(house.ben)
    stored = house.env.backend.get_message(theirs.response.channel_id, theirs.response.id)
    stored.components[0]["components"][-1]["components"][0]["custom_id"] = "easel:resend:1"
    pressed = await house.ben.click(theirs.response, custom_id="easel:resend:1")
    assert pressed.ephemeral
    assert "nothing of yours" in text_of(pressed.response)
