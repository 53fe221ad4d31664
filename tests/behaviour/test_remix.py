"""*Remix* in a message's menu: other people's pictures, our own, and what is none."""

import asyncio
from io import BytesIO
from typing import Any

import discord
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.domain.generation import Generation, Origin
from tests.behaviour.conftest import House, forge, text_of

FILLED = {
    "prompt": "a fox at night",
    "strength": ["0.7"],
    "style": ["easel:default"],
    "images": ["1"],
}
PARAMETERS = "a lighthouse, <lora:waves:0.5>\nNegative prompt: fog\nSteps: 20, Sampler: Euler a"


def png(
    *, parameters: str | None = None, colour: str = "teal", info: PngInfo | None = None
) -> bytes:
    info, out = info or PngInfo(), BytesIO()
    if parameters is not None:
        info.add_text("parameters", parameters)
    Image.new("RGB", (64, 64), colour).save(out, "PNG", pnginfo=info)
    return out.getvalue()


async def posted(house: House, *files: tuple[str, bytes], member: Any = None) -> Any:
    return await (member or house.ben).send(house.channel, "look", attachments=files)


async def opened(house: House, message: Any, member: Any = None) -> Any:
    return await (member or house.ada).context_menu(house.channel, "Remix", message)


async def generation(house: House, number: int) -> Generation:
    found = await house.services.generations.get(number)
    assert found is not None
    return found


def fields(modal: Any) -> dict[str, Any]:
    """Return the fields of a modal by their custom_ids."""
    return {label["component"]["custom_id"]: label["component"] for label in modal["components"]}


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_anybodys_picture_is_painted_over(house: House, *, is_restarted: bool) -> None:
    data = png()
    message = await posted(house, ("cat.png", data))
    modal = await opened(house, message)
    assert set(fields(modal.modal)) == {"prompt", "strength", "style", "images"}
    if is_restarted:
        await house.restart()
    await message.delete()  # the picture was fetched with the modal
    result = await house.ada.submit_modal(modal, FILLED)
    assert not result.ephemeral
    await house.settle()
    child = await generation(house, 1)
    assert (child.origin, child.parent_id) == (Origin.REMIX, None)
    assert child.request.source is not None
    assert child.request.source.strength == 0.7
    assert child.place.member_id == house.ada.id
    (task,) = house.provider.tasks.values()
    assert list(task.inputs.values()) == [data]
    assert len(text_of(result.response)) > 0


async def test_an_image_of_ours_becomes_the_parent(house: House) -> None:
    card = (await house.imagine(prompt="a red fox", images=2)).response
    await house.settle()
    modal = await opened(house, card, house.ben)
    offered = fields(modal.modal)
    assert offered["prompt"]["value"] == "a red fox"
    assert [one["value"] for one in offered["picture"]["options"]] == ["1-0", "1-1"]
    await house.ben.submit_modal(modal, {**FILLED, "picture": ["1-1"]})
    child = await generation(house, 2)
    assert (child.origin, child.parent_id, child.parent_index) == (Origin.REMIX, 1, 1)
    assert child.place.member_id == house.ben.id
    assert await house.left(house.ben) == 9


async def test_a_foreign_picture_tells_its_prompt(house: House) -> None:
    message = await posted(house, ("lighthouse.png", png(parameters=PARAMETERS)))
    modal = await opened(house, message)
    assert fields(modal.modal)["prompt"]["value"] == "a lighthouse, <lora:waves:0.5>"


async def test_of_several_pictures_one_is_chosen(house: House) -> None:
    blue = png(colour="blue")
    message = await posted(house, ("a.png", png(colour="red")), ("b.png", blue))
    modal = await opened(house, message)
    values = [one["value"] for one in fields(modal.modal)["picture"]["options"]]
    assert len(values) == 2
    await house.ada.submit_modal(modal, {**FILLED, "picture": [values[1]]})
    await house.settle()
    (task,) = house.provider.tasks.values()
    assert list(task.inputs.values()) == [blue]


async def test_a_deleted_image_of_ours_is_not_remixed(house: House) -> None:
    card = (await house.imagine()).response
    await house.settle()
    message_id = card.id
    modal = await opened(house, card)
    assert await house.services.after.deleting._deletion.delete(1, house.time.now())
    late = await house.ada.submit_modal(modal, FILLED)
    assert late.ephemeral
    assert "was deleted" in text_of(late.response)
    refused = await opened(house, card)
    assert refused.ephemeral
    assert "was deleted" in text_of(refused.response)
    assert card.id == message_id


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("clip.mp4", b"\0" * 99, "only PNG, JPEG and WebP"),
        ("fun.gif", b"GIF89a", "only PNG, JPEG and WebP"),
        ("fake.png", b"no image at all", "whatever its name says"),
        ("huge.png", b"\x89PNG\r\n\x1a\n" + b"x" * (11 * 2**20), "at most 10 MB"),
    ],
)
async def test_what_is_no_usable_picture_gets_a_private_sentence(
    house: House, name: str, data: bytes, words: str
) -> None:
    refused = await opened(house, await posted(house, (name, data)))
    assert refused.ephemeral
    assert words in text_of(refused.response)


async def test_a_message_without_a_picture_gets_a_private_sentence(house: House) -> None:
    refused = await opened(house, await house.ben.send(house.channel, "no picture"))
    assert refused.ephemeral
    assert "no picture in this message" in text_of(refused.response)


async def test_a_picture_on_another_site_is_not_fetched(house: House) -> None:
    embed = discord.Embed(title="cat").set_image(url="https://example.org/cat.png")
    message = await house.ben.send(house.channel, "look")
    stored = house.env.backend.get_message(message.channel.id, message.id)
    stored.embeds = [dict(embed.to_dict())]
    refused = await opened(house, message)
    assert refused.ephemeral
    assert "another site" in text_of(refused.response)


async def test_a_link_that_leads_nowhere_any_more_gets_a_private_sentence(house: House) -> None:
    message = await posted(house, ("cat.png", png()))
    house.env.backend.cdn._blobs.clear()
    refused = await opened(house, message)
    assert refused.ephemeral
    assert "not there any more" in text_of(refused.response)


async def test_a_picture_that_gave_way_to_others_is_asked_for_anew(house: House) -> None:
    modal = await opened(house, await posted(house, ("cat.png", png())))
    folder = house.services.settings.data_dir / "shelf"
    for path in await asyncio.to_thread(lambda: list(folder.iterdir())):
        await asyncio.to_thread(path.unlink)
    late = await house.ada.submit_modal(modal, FILLED)
    assert late.ephemeral
    assert "Remix on it once more" in text_of(late.response)


async def test_another_members_private_image_is_not_theirs_to_remix(house: House) -> None:
    await house.imagine(private=True)
    mine = (await house.imagine(house.ben, images=2)).response
    await house.settle()
    forge(house, mine, "More", "easel:more:1")
    shown = await opened(house, mine, house.ben)
    # What Discord shows him is all he gets: no prompt, and no parent.
    assert not fields(shown.modal)["prompt"].get("value")


async def test_what_only_one_member_sees_is_remixed_for_them_alone(house: House) -> None:
    await house.imagine(private=True)
    await house.settle()
    page = await house.ada.slash(house.channel, "history")
    assert page.ephemeral
    modal = await opened(house, page.response)
    result = await house.ada.submit_modal(modal, FILLED)
    assert result.ephemeral
    assert (await generation(house, 2)).place.is_private
