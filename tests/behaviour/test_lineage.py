"""*Lineage*: from the panel of *More* to one picture, and nothing in it that is not to be seen."""

import io
from typing import Any

import discord
from PIL import Image

from tests.behaviour.conftest import House, text_of


async def child(house: House, card: Any, member: Any) -> None:
    """Let a member press *Again* under a finished card."""
    await member.click(card, label="Again")
    await house.settle()


async def lineage(house: House, generation_id: int, member: Any) -> Any:
    """Let a member open the lineage from their history, through *More*."""
    shown = await member.slash(house.channel, "history")
    select = next(part for part in _components(shown.response) if part["type"] == 3)
    await member.select(shown.response, [str(generation_id)], custom_id=select["custom_id"])
    more = await member.click(shown.response, label="More")
    return await member.click(more.response, label="Lineage")


def _components(message: Any) -> list[dict[str, Any]]:
    waiting, found = list(message.components), []
    while waiting:
        part = waiting.pop(0)
        found.append(part)
        waiting[:0] = part.get("components", [])
    return found


async def test_the_way_is_one_picture_and_the_same_in_words(house: House) -> None:
    card = await house.imagine(prompt="a fox", seed=7)
    await house.settle()
    await child(house, card.response, house.ben)
    shown = await lineage(house, 2, house.ben)
    assert shown.ephemeral
    assert "Lineage · 2 steps" in text_of(shown.response)
    assert "1. First request" in text_of(shown.response)
    assert "2. Again: new seed" in text_of(shown.response)
    [attached] = shown.response.attachments
    assert attached.description or "lineage.webp" in attached.filename
    picture = Image.open(io.BytesIO(house.env.backend.cdn.get(attached.url) or b""))
    assert picture.format == "WEBP"
    assert picture.width > picture.height


async def test_anothers_deleted_image_is_an_empty_tile_without_its_words(house: House) -> None:
    card = await house.imagine(prompt="a secret fox", seed=7)
    await house.settle()
    await child(house, card.response, house.ben)
    more = await house.ada.click(card.response, label="More")
    await house.ada.click(more.response, label="Delete")
    await house.ada.click(more.response, label="Delete for good")
    shown = await lineage(house, 2, house.ben)
    lines = text_of(shown.response).splitlines()
    assert [line for line in lines if "deleted" in line]
    assert not [line for line in lines if line.startswith("-# 1.") and "fox" in line]


async def test_what_was_made_in_a_channel_that_one_cannot_see_is_not_shown(house: House) -> None:
    may_see, may_not = (discord.PermissionOverwrite(view_channel=each) for each in (True, False))
    roles = house.guild.roles
    rights = {roles["@everyone"]: may_not, roles["TestBot"]: may_see, house.ada: may_see}
    staff = house.guild.create_text_channel("staff", overwrites=rights)
    await house.ada.slash(staff, "imagine", prompt="a secret fox")
    await house.settle()
    card = await house.ada.slash(house.channel, "again", prompt="a mill")
    await house.settle()
    shown = {}
    for member in (house.ada, house.ben):
        more = await member.click(card.response, label="More")
        answer = await member.click(more.response, label="Lineage")
        shown[member.id] = text_of(answer.response)
    assert "secret" in shown[house.ada.id]
    assert "1. somebody else's, not shown" in shown[house.ben.id]
    assert "secret" not in shown[house.ben.id]
