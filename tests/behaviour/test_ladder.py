"""The roads of a finished card, as Discord closes one after another."""

from typing import Any

import pytest

from bot.domain.generation import Rung, Status
from tests.behaviour.conftest import House, text_of
from tests.unit.replies.samples import noise


def close(house: House, method: str, path: str, status: int, code: int) -> None:
    house.env.inject_error(method, path, status=status, code=code, times=None)


async def rung_of(house: House, generation_id: int = 1) -> Rung | None:
    row = await house.services.generations.get(generation_id)
    assert row is not None
    assert row.status is Status.DELIVERED
    return row.rung


def posted(house: House) -> list[Any]:
    """Return what stands in the channel, the oldest first."""
    return list(house.channel.history())


async def test_after_a_quarter_of_an_hour_the_same_message_is_edited(house: House) -> None:
    house.provider.duration_s = 16 * 60 - 100
    result = await house.imagine()
    house.time.advance(200)
    await house.settle()
    assert await rung_of(house) is Rung.EDIT
    assert result.response.attachments
    assert len(posted(house)) == 1


@pytest.mark.parametrize(
    ("status", "code"), [(401, 50027), (404, 10062), (404, 10015), (403, 0), (404, 0)]
)
async def test_a_dead_token_leads_to_an_edit_as_the_bot(
    house: House, status: int, code: int
) -> None:
    result = await house.imagine()
    close(house, "PATCH", "/webhooks/*", status, code)
    await house.settle()
    assert await rung_of(house) is Rung.EDIT
    assert result.response.attachments


@pytest.mark.parametrize(("status", "code"), [(400, 30046), (403, 50001), (403, 50013)])
async def test_a_card_that_cannot_be_edited_is_answered_beside_it(
    house: House, status: int, code: int
) -> None:
    card = await house.imagine()
    close(house, "PATCH", "/webhooks/*", 401, 50027)
    close(house, "PATCH", "/channels/*", status, code)
    await house.settle()
    assert await rung_of(house) is Rung.CHANNEL
    new = max(posted(house), key=lambda message: message.id)
    assert new.attachments
    (entry,) = [
        each
        for each in house.env.http_requests
        if each.method == "POST" and each.path.startswith("/channels/")
    ]
    assert entry.json is not None
    assert entry.json["allowed_mentions"] == {"parse": [], "users": [house.ada.id]}
    link = f"https://discord.com/channels/{house.guild.id}/{house.channel.id}/{card.response.id}"
    assert link in str(entry.json["components"])


async def test_a_channel_that_is_gone_leads_to_a_direct_message(house: House) -> None:
    await house.imagine()
    close(house, "PATCH", "/webhooks/*", 404, 10015)
    close(house, "*", f"/channels/{house.channel.id}/*", 404, 10003)
    await house.settle()
    assert await rung_of(house) is Rung.DM


async def test_a_card_that_was_deleted_is_not_posted_again_in_the_channel(house: House) -> None:
    result = await house.imagine()
    await house.moderator.delete(result.response.message)
    await house.settle()
    assert await rung_of(house) is Rung.DM
    assert posted(house) == []


async def test_a_private_answer_never_becomes_public(house: House) -> None:
    await house.imagine(private=True)
    close(house, "PATCH", "/webhooks/*", 401, 50027)
    await house.settle()
    assert await rung_of(house) is Rung.DM
    public = [message for message in posted(house) if not message.flags.ephemeral]
    assert public == []


async def test_with_every_road_closed_the_images_are_kept(house: House) -> None:
    await house.imagine()
    close(house, "PATCH", "/webhooks/*", 404, 10015)
    close(house, "*", "/channels/*", 403, 50001)
    close(house, "*", "/users/@me/channels", 403, 50007)
    await house.settle()
    assert await rung_of(house) is Rung.KEPT
    assert await house.left() == 9


async def test_where_the_bot_is_not_itself_no_channel_is_tried(house: House) -> None:
    await house.imagine()
    close(house, "PATCH", "/webhooks/*", 401, 50027)
    house.client._connection._guilds.pop(house.guild.id)  # as if only ada had installed it
    await house.settle()
    assert await rung_of(house) is Rung.DM
    tried = [e for e in house.env.http_requests if str(house.channel.id) in e.path]
    assert [e for e in tried if e.method in {"PATCH", "POST"} and "callback" not in e.path] == []


async def test_a_file_that_discord_finds_too_large_goes_smaller_by_the_same_road(
    house: House,
) -> None:
    house.provider.image_bytes = noise(128).data
    result = await house.imagine()
    house.env.inject_error("PATCH", "/webhooks/*", status=413, code=40005, times=1)
    await house.services.work.settle()
    assert await rung_of(house) is Rung.TOKEN
    assert [each.filename for each in result.response.attachments] == ["easel-1-1.webp"]
    assert "the original is kept" in text_of(result.response)
