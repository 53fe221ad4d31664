"""*Settings* in a message's menu: of our images, of other tools', and of what tells nothing."""

from typing import Any

import pytest
from PIL.PngImagePlugin import PngInfo

from tests.behaviour.conftest import MODEL, House, buttons_of, forge, text_of
from tests.behaviour.test_remix import png, posted

PARAMETERS = (
    "a lighthouse\nNegative prompt: people\nSteps: 99, Sampler: Euler a, CFG scale: 6, Seed: 41, "
    f"Size: 384x288, Model: {MODEL.removesuffix('.safetensors')}, Version: v1.9"
)


async def shown(house: House, message: Any, member: Any = None) -> Any:
    result = await (member or house.ada).context_menu(house.channel, "Settings", message)
    assert result.ephemeral
    return result.response


async def test_an_image_of_ours_shows_the_panel_of_more(house: House) -> None:
    card = (await house.imagine(prompt="a red fox", seed=7)).response
    await house.settle()
    panel = await shown(house, card, house.ben)
    assert "/imagine prompt:a red fox" in text_of(panel)
    assert "easel:favourite:add:1" in buttons_of(panel)
    assert f"easel:delete:1:{card.id}" not in buttons_of(panel)
    assert f"easel:delete:1:{card.id}" in buttons_of(await shown(house, card))


async def test_a_card_without_images_yet_says_so_to_all(house: House) -> None:
    card = (await house.imagine(prompt="a red fox")).response
    for member in (house.ada, house.ben):
        assert "no finished images" in text_of(await shown(house, card, member))


async def test_another_members_private_image_is_as_if_unknown(house: House) -> None:
    await house.imagine(private=True)
    mine = (await house.imagine(house.ben)).response
    await house.settle()
    words = []
    for custom_id in ("easel:more:1", "easel:more:4711"):
        forge(house, mine, "More", custom_id)
        words.append(text_of(await shown(house, mine, house.ben)))
    assert "not yours to use" in words[0]
    assert "no picture" not in words[1]


async def test_a_picture_of_another_tool_tells_its_settings(house: House) -> None:
    panel = await shown(house, await posted(house, ("a.png", png(parameters=PARAMETERS))))
    text = text_of(panel)
    assert "Negative prompt: people" in text
    assert (
        f"/imagine prompt:a lighthouse negative_prompt:people size:384x288 model:{MODEL} "
        "sampler:Euler a steps:50 guidance:6 seed:41"
    ) in text
    assert "Steps 99 → 50" in text
    assert "Version: v1.9" in text.partition("Left out")[2]


async def test_a_long_text_comes_as_a_file(house: House) -> None:
    long = "a fox, " * 900
    panel = await shown(house, await posted(house, ("a.png", png(parameters=long))))
    (file,) = panel.attachments
    assert long.strip() in (await file.read()).decode()


def graph() -> bytes:
    info = PngInfo()
    info.add_text("prompt", '{"3": {"class_type": "KSampler"}}')
    return png(info=info)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (png(), "Nothing in this picture says how it was made"),
        (graph(), "ComfyUI"),
        (png(parameters="a" * 70_000), "longer than I read"),
        (png(parameters="a fox")[:60], "damaged"),
    ],
)
async def test_what_tells_nothing_gets_a_private_sentence(
    house: House, data: bytes, words: str
) -> None:
    assert words in text_of(await shown(house, await posted(house, ("a.png", data))))


async def test_a_link_that_leads_nowhere_gets_a_private_sentence(house: House) -> None:
    message = await posted(house, ("a.png", png()))
    house.env.backend.cdn._blobs.clear()
    assert "may be too large, or gone" in text_of(await shown(house, message))


async def test_of_several_pictures_the_first_that_tells_is_read(house: House) -> None:
    files = (("a.png", png()), ("b.png", png(parameters=PARAMETERS)))
    assert "a lighthouse" in text_of(await shown(house, await posted(house, *files)))
