"""*More* as members press it: the panel, favourites, styles, the original; also by who may not."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tests.behaviour.conftest import House, buttons_of, forge, text_of


async def finished(house: House, member: Any = None, **options: Any) -> Any:
    """Let a member, ada if none is named, have images; returns the card."""
    result = await house.imagine(member, **options)
    await house.settle()
    return result.response


async def opened(house: House, card: Any, member: Any = None) -> Any:
    """Let a member press *More* on a card; returns the panel."""
    pressed = await (member or house.ada).click(card, label="More")
    assert pressed.ephemeral
    return pressed.response


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_the_panel_holds_the_line_that_makes_the_same_again(
    house: House, *, is_restarted: bool
) -> None:
    card = await finished(house, prompt="a fox, (red:1.2)", seed=7, images=2, steps=30)
    if is_restarted:
        await house.restart()
    text = text_of(await opened(house, card))
    assert "steps: 30" in text
    assert "seed: 7, 8" in text
    assert "/imagine prompt:a fox, (red:1.2)" in text
    assert "seed:7" in text
    assert "images:2" in text


async def test_a_long_prompt_comes_as_a_file_and_is_whole_in_it(house: House) -> None:
    prompt = "a fox " + "x" * 1990
    card = await finished(house, prompt=prompt, negative_prompt="y" * 2000)
    panel = await opened(house, card)
    (file,) = panel.attachments
    assert file.filename == "easel-1.txt"
    content = (await file.read()).decode()
    assert f"/imagine prompt:{prompt} negative_prompt:{'y' * 2000}" in content


async def test_a_favourite_is_kept_at_hand_and_let_go(house: House) -> None:
    card = await finished(house)
    panel = await opened(house, card, house.ben)
    pressed = await house.ben.click(panel, label="Favourite")
    assert pressed.ephemeral
    assert "/favourites" in text_of(pressed.response)
    favourites = house.services.after.favourites
    assert await favourites.is_favourite(house.ben.id, 1)
    assert not await favourites.is_favourite(house.ada.id, 1)
    again = await opened(house, card, house.ben)
    await house.restart()
    await house.ben.click(again, label="No favourite any more")
    assert not await house.services.after.favourites.is_favourite(house.ben.id, 1)


async def test_an_image_becomes_a_style_of_whoever_asks(house: House) -> None:
    card = await finished(house, prompt="a fox", negative_prompt="fog", steps=33, size="wide")
    panel = await opened(house, card, house.ben)
    modal = await house.ben.click(panel, label="Save as style")
    await house.restart()
    saved = await house.ben.submit_modal(modal, {"name": "Foxy", "words": "{prompt}, ink"})
    assert saved.ephemeral
    assert "foxy" in text_of(saved.response)
    style = await house.services.styles.get(house.ben.id, house.guild.id, "foxy")
    assert style is not None
    assert (style.prompt, style.negative_prompt) == ("{prompt}, ink", "fog")
    assert (style.options["steps"], style.options["size"]) == ("33", "1024x576")
    assert not {"seed", "images"} & set(style.options)
    reopened = await house.ben.click(panel, label="Save as style")
    twice = await house.ben.submit_modal(reopened, {"name": "foxy", "words": ""})
    assert twice.ephemeral
    assert "already have a style named" in text_of(twice.response)


async def test_the_original_is_sent_to_whoever_asks_alone(house: House) -> None:
    card = await finished(house, images=2)
    panel = await opened(house, card, house.ben)
    pressed = await house.ben.click(panel, label="Send me the original")
    assert pressed.ephemeral
    assert len(pressed.response.attachments) == 2


async def test_images_that_are_gone_cannot_be_sent(house: House) -> None:
    card = await finished(house)
    panel = await opened(house, card)
    path = house.services.settings.data_dir / "images/0/1-0.png"
    await asyncio.to_thread(path.unlink)
    pressed = await house.ada.click(panel, label="Send me the original")
    assert "not kept any more" in text_of(pressed.response)


async def test_only_its_owner_opens_the_panel_of_what_is_private(house: House) -> None:
    await finished(house, private=True)
    mine = await finished(house, house.ben)
    forge(house, mine, "More", "easel:more:1")
    pressed = await house.ben.click(mine, label="More")
    assert pressed.ephemeral
    assert "not yours to use" in text_of(pressed.response)


PRESSES: Mapping[str, str] = {
    "easel:more:4711": "do not know this image",
    "easel:more:99999999999999999999": "do not know this image",
    "easel:favourite:add:4711": "do not know this image",
    "easel:favourite:remove:4711": "no favourite of yours",
    "easel:favourite:remove:99999999999999999999": "no favourite of yours",
    "easel:save-style:4711": "do not know this image",
    "easel:original:4711": "do not know this image",
    "easel:delete:4711:1": "do not know this image",
    "easel:delete-surely:4711:99999999999999999999": "do not know this image",
    "easel:delete-surely:2:1": "no finished images",
    "easel:keep:4711:0": "do not know this image",
}


@pytest.mark.parametrize("custom_id", PRESSES)
async def test_a_custom_id_made_by_hand_gets_a_private_answer(house: House, custom_id: str) -> None:
    card = await finished(house)
    await house.imagine()
    forge(house, card, "More", custom_id)
    pressed = await house.ada.click(card, custom_id=custom_id)
    assert pressed.ephemeral
    assert PRESSES[custom_id] in text_of(pressed.response)


async def test_the_card_of_a_finished_image_has_its_buttons(house: House) -> None:
    card = await finished(house)
    assert buttons_of(card) == [
        *("easel:anew:1", "easel:edit:1", "easel:more:1"),
        *("easel:vary:1:0", "easel:upscale:1:0"),
    ]


async def test_who_asked_and_moderators_may_delete_and_nobody_else(house: House) -> None:
    card = await finished(house, house.ben)
    for member, is_offered in ((house.ada, False), (house.ben, True), (house.moderator, True)):
        panel = await opened(house, card, member)
        assert (f"easel:delete:1:{card.id}" in buttons_of(panel)) is is_offered
    forge(house, card, "More", f"easel:delete-surely:1:{card.id}")
    pressed = await house.ada.click(card, label="More")
    assert pressed.ephemeral
    assert "Only who asked for this, or a moderator" in text_of(pressed.response)
    row = await house.services.generations.get(1)
    assert row is not None
    assert row.deleted_at is None


async def test_the_panel_leads_to_the_lineage(house: House) -> None:
    card = await finished(house)
    child = await house.ada.click(card, label="Again")
    await house.settle()
    panel = await opened(house, child.response)
    pressed = await house.ada.click(panel, label="Lineage")
    assert pressed.ephemeral
    assert pressed.response.attachments
