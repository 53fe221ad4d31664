"""*Again*, *Vary*, *Upscale* and *Edit* under finished cards, as those who may and may not."""

import asyncio
import shutil
from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.generation import Generation, Origin
from bot.errors import ProviderAccount
from bot.providers.provider import Ability
from tests.behaviour.conftest import House, buttons_of, components_of, forge, text_of
from tests.behaviour.test_more import finished
from tests.fakes.provider import picture


async def child(house: House, generation_id: int = 2) -> Generation:
    found = await house.services.generations.get(generation_id)
    assert found is not None
    return found


async def chosen(house: House, member: Any, card: Any, custom_id: str, *values: str) -> Any:
    return await member.select(card, list(values), custom_id=custom_id)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_again_makes_the_same_with_another_seed(house: House, *, is_restarted: bool) -> None:
    card = await finished(house, prompt="a red fox", seed=7, steps=31)
    if is_restarted:
        await house.restart()
    pressed = await house.ada.click(card, label="Again")
    assert not pressed.ephemeral
    assert "a red fox" in text_of(pressed.response)
    await house.settle()
    assert pressed.response.attachments
    made, parent = await child(house), await child(house, 1)
    assert (made.origin, made.parent_id) == (Origin.AGAIN, 1)
    assert made.request.seed != 7
    assert made.request == parent.request.model_copy(update={"seed": made.request.seed})
    assert await house.left() == 8


async def test_again_may_be_wanted_twice(house: House) -> None:
    card = await finished(house)
    for _ in range(2):
        pressed = await house.ada.click(card, label="Again")
        assert not pressed.ephemeral
    assert await house.left() == 7


async def test_vary_paints_the_chosen_image_over(house: House) -> None:
    house.provider.image_bytes = picture(64, 64)
    card = await finished(house, seed=7, images=3)
    pressed = await house.ada.click(card, custom_id="easel:vary:1:2")
    assert not pressed.ephemeral
    await house.settle()
    made = await child(house)
    assert (made.origin, made.parent_id, made.parent_index) == (Origin.VARY, 1, 2)
    assert made.request.seed == 9
    assert made.request.units == 1
    assert made.request.source is not None
    assert pressed.response.attachments


async def test_of_many_images_one_is_chosen_in_a_select(house: House) -> None:
    house.provider.image_bytes = picture(64, 64)
    card = await finished(house, images=5)
    await house.restart()
    nothing = await chosen(house, house.ada, card, "easel:vary:1")
    assert nothing.response is None or nothing.response.id == card.id
    pressed = await chosen(house, house.ada, card, "easel:vary:1", "4")
    assert not pressed.ephemeral
    assert (await child(house)).parent_index == 4
    larger = await chosen(house, house.ada, card, "easel:upscale:1", "0")
    assert not larger.ephemeral
    assert (await child(house, 3)).origin is Origin.UPSCALE


async def test_upscale_enlarges_the_chosen_image_until_it_is_large_enough(house: House) -> None:
    house.provider.image_bytes = picture(1600, 64)
    card = await finished(house)
    await house.restart()
    pressed = await house.ada.click(card, label="Upscale")
    house.provider.image_bytes = picture(3200, 128)
    await house.settle()
    made = await child(house)
    assert (made.origin, made.parent_id, made.parent_index) == (Origin.UPSCALE, 1, 0)
    assert made.request.upscale is not None
    assert pressed.response.attachments
    assert "easel:anew:2" in buttons_of(pressed.response)
    assert not any("upscale" in custom_id for custom_id in buttons_of(pressed.response))


async def test_a_service_that_cannot_enlarge_says_so_where_a_hires_fix_does_not_help(
    house: House,
) -> None:
    house.provider.abilities = frozenset(Ability) - {Ability.UPSCALE}
    card = await finished(house, hires="1.5")
    pressed = await house.ada.click(card, label="Upscale")
    assert pressed.ephemeral
    assert "cannot enlarge" in text_of(pressed.response)


async def test_others_make_children_on_their_own_quota(house: House) -> None:
    house.provider.image_bytes = picture(64, 64)
    card = await finished(house)
    for label in ("Again", "Vary", "Upscale"):
        pressed = await house.ben.click(card, label=label)
        assert not pressed.ephemeral
    assert await house.left(house.ben) == 7
    assert await house.left(house.ada) == 9
    made = await child(house)
    assert (made.place.member_id, made.parent_id) == (house.ben.id, 1)


async def test_two_who_press_get_a_card_each(house: House) -> None:
    card = await finished(house)
    first = await house.ada.click(card, label="Again")
    second = await house.ben.click(card, label="Again")
    assert first.response.id != second.response.id
    assert {(await child(house, key)).place.member_id for key in (2, 3)} == {
        house.ada.id,
        house.ben.id,
    }


async def test_the_buttons_of_a_private_card_answer_in_private(house: House) -> None:
    card = await finished(house, private=True)
    pressed = await house.ada.click(card, label="Again")
    assert pressed.ephemeral
    assert (await child(house)).place.is_private


async def test_a_card_that_was_sent_in_private_answers_in_private(house: House) -> None:
    card = await finished(house)
    panel = await house.ben.click(card, label="More")
    copy = await house.ben.click(panel.response, label="Send me the original")
    pressed = await house.ben.click(copy.response, label="Again")
    assert pressed.ephemeral
    assert (await child(house)).place.is_private


async def test_a_card_in_a_private_answer_stays_its_owners(house: House) -> None:
    await finished(house, private=True)
    mine = await finished(house, house.ben)
    for label, custom_id in (("Again", "easel:anew:1"), ("Vary", "easel:vary:1:0")):
        forge(house, mine, label, custom_id)
        pressed = await house.ben.click(mine, label=label)
        assert pressed.ephemeral
        assert "not yours to use" in text_of(pressed.response)
    assert await house.left(house.ben) == 9


async def test_images_of_another_server_are_not_to_be_used(house: House) -> None:
    there = house.env.create_guild()
    channel = there.create_text_channel("elsewhere")
    cid = there.add_member(house.env.create_user("cid"))
    await cid.slash(channel, "imagine", prompt="a mill")
    await house.settle()
    mine = await finished(house)
    forge(house, mine, "Again", "easel:anew:1")
    pressed = await house.ada.click(mine, label="Again")
    assert pressed.ephemeral
    assert "not yours to use" in text_of(pressed.response)


async def test_a_spent_quota_is_said_in_private(house: House) -> None:
    card = await finished(house, images=8)
    pressed = await house.ada.click(card, label="Again")
    assert pressed.ephemeral
    assert "2 of your 10 images for today are left" in text_of(pressed.response)


async def test_what_its_author_left_behind_can_still_be_used(house: House) -> None:
    card = await finished(house)
    house.guild.remove_member(house.ada)
    pressed = await house.ben.click(card, label="Again")
    assert not pressed.ephemeral


async def test_images_that_are_gone_can_be_made_again_but_not_varied(house: House) -> None:
    card = await finished(house, images=2)
    folder = house.services.settings.data_dir / "images/0"
    await asyncio.to_thread(shutil.rmtree, folder)
    for custom_id in ("easel:vary:1:0", "easel:upscale:1:1"):
        pressed = await house.ada.click(card, custom_id=custom_id)
        assert pressed.ephemeral
        assert "not kept any more" in text_of(pressed.response)
    again = await house.ada.click(card, label="Again")
    assert not again.ephemeral


async def test_a_model_that_is_gone_is_named(house: House) -> None:
    card = await finished(house, model="dreamy_v5.safetensors")
    house.provider.offered = [one for one in house.provider.offered if "dreamy" not in one.api_name]
    await house.restart()
    pressed = await house.ada.click(card, label="Again")
    assert pressed.ephemeral
    assert "dreamy_v5.safetensors" in text_of(pressed.response)


PRESSES: Mapping[str, str] = {
    "easel:anew:4711": "do not know this image",
    "easel:anew:99999999999999999999": "do not know this image",
    "easel:vary:4711:0": "do not know this image",
    "easel:vary:1:7": "no such image",
    "easel:upscale:1:99": "no such image",
    "easel:upscale:99999999999999999999:0": "do not know this image",
    "easel:edit:4711": "do not know this image",
    "easel:anew:2": "no finished images",
}


@pytest.mark.parametrize("custom_id", PRESSES)
async def test_a_custom_id_made_by_hand_gets_a_private_answer(house: House, custom_id: str) -> None:
    card = await finished(house)
    await house.imagine()
    forge(house, card, "Again", custom_id)
    pressed = await house.ada.click(card, custom_id=custom_id)
    assert pressed.ephemeral
    assert PRESSES[custom_id] in text_of(pressed.response)
    assert await house.left() == 8


async def test_a_failed_child_is_tried_again_as_the_child_it_is(house: House) -> None:
    house.provider.image_bytes = picture(64, 64)
    card = await finished(house)
    house.provider.submit_errors = [ProviderAccount()]
    failed = await house.ada.click(card, label="Vary")
    await house.settle()
    pressed = await house.ada.click(failed.response, label="Try again")
    await house.settle()
    assert pressed.response.attachments
    assert (await child(house, 3)).request == (await child(house)).request


async def test_the_numbers_on_the_buttons_are_those_of_the_images(house: House) -> None:
    card = await finished(house, images=4)
    labels = {
        part["custom_id"]: part["label"]
        for part in components_of(card)
        if part.get("custom_id", "").startswith(("easel:vary", "easel:upscale"))
    }
    assert labels == {
        f"easel:{way}:1:{n}": str(n + 1) for way in ("vary", "upscale") for n in range(4)
    }
