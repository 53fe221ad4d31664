"""`/again`: the last request once more, with what its options change."""

import asyncio
from typing import Any

from bot.domain.generation import Generation, Origin
from tests.behaviour.conftest import House, text_of
from tests.unit.replies.samples import noise


async def again(house: House, **options: Any) -> Any:
    return await house.ada.slash(house.channel, "again", **options)


async def row(house: House, generation_id: int) -> Generation:
    found = await house.services.generations.get(generation_id)
    assert found is not None
    return found


async def test_the_last_request_is_repeated_with_a_new_seed_and_knows_its_parent(
    house: House,
) -> None:
    await house.imagine(prompt="a mill", steps=33, seed=7, negative_prompt="rain")
    await house.settle()
    await house.restart()
    await again(house)
    parent, child = await row(house, 1), await row(house, 2)
    assert child.request.model_copy(update={"seed": 7}) == parent.request
    assert child.request.seed != 7
    assert (child.parent_id, child.origin) == (1, Origin.AGAIN)


async def test_its_options_change_what_they_name_and_nothing_else(house: House) -> None:
    await house.imagine(prompt="a mill", steps=33, seed=7, size="wide")
    await again(house, steps=12, seed=9, images=2)
    parent, child = await row(house, 1), await row(house, 2)
    changed = {"steps": 12, "seed": 9, "batch_size": 2}
    assert child.request == parent.request.model_copy(update=changed)
    assert (child.parent_id, child.origin) == (1, Origin.AGAIN)
    await again(house, prompt="a tower", size="tall")
    third = await row(house, 3)
    assert third.request.prompt == "a tower"
    assert (third.request.width_px, third.request.steps) == (576, 12)
    assert third.parent_id == 2


async def test_ones_own_defaults_do_not_change_what_is_repeated(house: House) -> None:
    await house.imagine(prompt="a mill", steps=33)
    await house.services.members.settings.set_option(house.ada.id, "steps", "44", house.time.now())
    await again(house, seed=5)
    assert (await row(house, 2)).request.steps == 33


async def test_it_repeats_ones_own_of_this_server_alone(house: House) -> None:
    nothing = await again(house)
    assert nothing.ephemeral
    assert "nothing of yours here" in text_of(nothing.response)
    await house.imagine(house.ben, prompt="somebody else's")
    assert "nothing of yours here" in text_of((await again(house)).response)
    user = house.env.create_user("cid")
    there = house.env.create_guild()
    elsewhere, channel = there.add_member(user), there.create_text_channel("elsewhere")
    await elsewhere.slash(channel, "imagine", prompt="of another server")
    here = house.guild.add_member(user)
    refused = await here.slash(house.channel, "again")
    assert "nothing of yours here" in text_of(refused.response)
    asked = await user.slash("again")
    assert "of another server" in text_of(asked.response)


async def test_a_private_one_stays_private_unless_the_command_says_else(house: House) -> None:
    await house.imagine(private=True)
    assert (await again(house)).ephemeral
    assert not (await again(house, private=False)).ephemeral


async def test_the_picture_it_was_made_from_is_kept_or_missed_in_a_sentence(
    house: House, tmp_path: Any
) -> None:
    picture = ("fox.png", noise(64).data)
    await house.imagine(prompt="a mill", image=picture, strength=0.5)
    await again(house, strength=0.8)
    source = (await row(house, 2)).request.source
    assert source is not None
    assert source.strength == 0.8
    await house.settle()
    await asyncio.to_thread(lambda: [p.unlink() for p in (tmp_path / "inputs").glob("*/*")])
    refused = await again(house)
    assert refused.ephemeral
    assert "not kept any more" in text_of(refused.response)


async def test_two_at_once_are_two_requests(house: House) -> None:
    await house.imagine(prompt="a mill")
    await again(house)
    await again(house)
    assert await house.left() == 7
    assert (await row(house, 3)).parent_id == 2


async def test_what_was_deleted_or_has_lost_its_prompt_is_not_repeated(house: House) -> None:
    await house.imagine(prompt="a mill")
    await house.settle()
    members = house.services.members
    await members.erasures.ask(house.ada.id, house.time.now())
    while await members.erasures.step(house.ada.id, house.time.now()):
        pass
    refused = await again(house)
    assert refused.ephemeral
    assert "nothing of yours here" in text_of(refused.response)
