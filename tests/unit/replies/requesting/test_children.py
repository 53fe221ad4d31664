"""What is made from a finished image: whose it is, what it asks for, and what is refused."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.client import EaselClient
from bot.domain.generation import (
    Origin,
)
from bot.domain.moderation.image_checks import ClassifierMode
from bot.domain.options import ImagineOptions
from bot.domain.request import ERASED_PROMPT, ControlUnit, HiresFix, SourceImage
from bot.domain.styles import Style
from bot.errors import InvalidRequest, NotAllowed, NotKept, NotSupported
from bot.providers.provider import Ability, CatalogueEntry, ModelKind
from bot.replies.requesting.children import remixed_picture
from bot.services import build_services, open_foundation
from bot.settings import LimitsSettings, ModerationSettings, ProviderSettings, Settings
from tests.fakes.provider import FakeProvider, picture
from tests.fakes.time import FakeTime
from tests.unit.replies.requesting.children_house import ADA, BEN, MODEL, House, press


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    settings = Settings(
        data_dir=tmp_path,
        providers=(ProviderSettings(name="fake"),),
        limits=LimitsSettings(daily_quota=100),
        moderation=ModerationSettings(classifier=ClassifierMode.OFF),
    )
    time = FakeTime()
    provider = FakeProvider(time)
    provider.offered.append(CatalogueEntry(api_name="ink", label="Ink", kind=ModelKind.LORA))
    async with open_foundation(settings, time, provider) as foundation:
        client = EaselClient(lambda self: build_services(foundation, self))
        yield House(client.services, provider)
        await client.close()


async def test_again_is_the_same_with_another_seed_on_the_pressers_own_account(
    house: House,
) -> None:
    parent, ben = await house.image(), press()
    child = await house.asked(ben, await house.children.again(ben, parent))
    assert (child.origin, child.parent_id, child.parent_index) == (Origin.AGAIN, parent.id, None)
    assert (child.place.member_id, child.place.channel_id, child.weight) == (BEN, 21, 1.0)
    assert child.request.seed != parent.request.seed
    assert child.request == parent.request.model_copy(update={"seed": child.request.seed})
    used = await house.services.usage.member(BEN, 10, house.services.time.now(), 100)
    assert used.today == 2


async def test_vary_paints_that_one_image_over_a_little(house: House) -> None:
    parent, ben = await house.image(hires=HiresFix()), press()
    child = await house.asked(ben, await house.children.vary(ben, parent, 1))
    assert (child.origin, child.parent_id, child.parent_index) == (Origin.VARY, parent.id, 1)
    assert (child.units, child.request.seed, child.request.hires) == (1, 41, None)
    source = child.request.source
    assert source is not None
    assert 0.48 <= source.strength <= 0.63
    kept = await house.services.image_files.read_input(source.image_sha256)
    assert kept == await house.services.image_files.read(parent.images[1].path)


async def test_to_vary_again_does_not_bring_the_same_image_again(house: House) -> None:
    parent, ben = await house.image(), press()
    wanted = [(await house.children.vary(ben, parent, 0)).request for _press in range(20)]
    assert {request.seed for request in wanted} == {40}
    assert len({request.source.strength for request in wanted if request.source}) > 3


async def test_vary_of_a_large_image_fits_the_service(house: House) -> None:
    parent, ben = await house.image((5000, 4000), images=1), press()
    new = await house.children.vary(ben, parent, 0)
    assert (new.request.width_px, new.request.height_px) == (2048, 1640)
    source = new.request.source
    assert source is not None
    kept = await house.services.image_files.read_input(source.image_sha256)
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (2048, 1638)


async def test_upscale_enlarges_the_image_itself(house: House) -> None:
    parent, ben = await house.image(hires=HiresFix()), press()
    child = await house.asked(ben, await house.children.upscale(ben, parent, 0))
    assert (child.origin, child.parent_index, child.units) == (Origin.UPSCALE, 0, 1)
    assert child.request.final_size_px == (128, 96)
    assert child.request.upscale is not None


async def test_a_model_that_is_gone_still_lets_its_images_be_enlarged(house: House) -> None:
    parent, ben = await house.image(), press()
    house.provider.offered.clear()
    with pytest.raises(InvalidRequest, match="`model` cannot be"):
        await house.asked(ben, await house.children.again(ben, parent))
    child = await house.asked(ben, await house.children.upscale(ben, parent, 0))
    assert child.origin is Origin.UPSCALE


async def test_without_upscaling_the_image_is_painted_anew_and_larger(house: House) -> None:
    house.provider.abilities = frozenset({Ability.SOURCE})
    parent, ben = await house.image((512, 512)), press()
    child = await house.asked(ben, await house.children.upscale(ben, parent, 1))
    assert child.request == parent.request.model_copy(
        update={"seed": 41, "batch_size": 1, "hires": HiresFix(scale=2)}
    )


@pytest.mark.parametrize(
    ("fields", "size", "abilities"),
    [
        ({}, (2056, 64), frozenset(Ability)),
        ({"hires": HiresFix()}, (64, 64), frozenset({Ability.SOURCE})),
        ({"source": SourceImage(image_sha256="0" * 64)}, (64, 64), frozenset({Ability.SOURCE})),
    ],
)
async def test_an_upscale_that_cannot_be_is_a_sentence(
    house: House, fields: dict[str, Any], size: tuple[int, int], abilities: frozenset[Ability]
) -> None:
    parent = await house.image(size, images=1, **fields)
    house.provider.abilities = abilities
    with pytest.raises(NotSupported, match=r"4096|made from an image"):
        await house.children.upscale(press(), parent, 0)


async def test_an_edit_keeps_what_it_does_not_name(house: House) -> None:
    files = house.services.image_files
    control, source = await files.write_input(picture(9)), await files.write_input(picture(10))
    parent = await house.image(
        negative_prompt="text",
        steps=11,
        width_px=640,
        control_units=(
            ControlUnit(
                image_sha256=control, model="control_v11p_sd15_canny", preprocessor="canny"
            ),
        ),
        source=SourceImage(image_sha256=source, strength=0.2),
        loras=[{"name": "ink", "weight": 0.5}],
    )
    ben = press()
    new = await house.children.edit(ben, parent, ImagineOptions(prompt="a hen", guidance=9.0))
    child = await house.asked(ben, new)
    assert (child.origin, child.parent_id, child.style) == (Origin.EDIT, parent.id, "ink")
    assert child.request.seed != parent.request.seed
    assert child.request == parent.request.model_copy(
        update={"prompt": "a hen", "guidance_scale": 9.0, "seed": child.request.seed}
    )


async def test_a_style_chosen_in_an_edit_wins_over_what_was(house: House) -> None:
    await house.services.styles.save(
        BEN,
        10,
        Style(name="mine", prompt="{prompt}, oil", negative_prompt="ink", options={"steps": "33"}),
        house.services.time.now(),
    )
    parent = await house.image(negative_prompt="text", steps=11)
    new = await house.children.edit(
        press(), parent, ImagineOptions(prompt="a hen", seed=5), style_name="mine"
    )
    assert (new.request.prompt, new.request.negative_prompt) == ("a hen, oil", "text, ink")
    assert (new.request.steps, new.request.seed, new.style) == (33, 5, "mine")


async def test_an_edit_that_cannot_be_names_what_is_wrong(house: House) -> None:
    parent = await house.image()
    with pytest.raises(InvalidRequest, match="`size` cannot be `9000x1`"):
        await house.children.edit(press(), parent, ImagineOptions(prompt="x", size="9000x1"))


async def test_a_remix_paints_over_any_picture(house: House) -> None:
    ben = press()
    found = await remixed_picture("cat.png", picture(300, 200))
    options = ImagineOptions(prompt="a tiger", model=MODEL, strength=0.8)
    child = await house.asked(ben, await house.children.remix(ben, found, options))
    assert (child.origin, child.parent_id) == (Origin.REMIX, None)
    assert (child.request.width_px, child.request.height_px) == (304, 200)
    source = child.request.source
    assert source is not None
    assert (source.image_sha256, source.strength) == (found.sha256, 0.8)


async def test_of_an_upscaled_image_again_makes_the_image_itself(house: House) -> None:
    first, ben = await house.image((512, 512), images=1), press()
    upscaled = await house.children.upscale(ben, first, 0)
    parent = replace(first, request=upscaled.request)
    request = (await house.children.again(ben, parent)).request
    assert (request.source, request.upscale, request.final_size_px) == (None, None, (512, 512))


async def test_an_upscaled_image_is_varied_not_enlarged_once_more(house: House) -> None:
    ben, first = press(), await house.image()
    upscaled = await house.children.upscale(ben, first, 0)
    parent = replace(first, request=upscaled.request)
    request = (await house.children.vary(ben, parent, 0)).request
    assert request.upscale is None
    assert request.source is not None
    assert request.source.strength > 0


@pytest.mark.parametrize(
    ("interaction", "fields"),
    [
        (press(), {"is_private": True}),
        (press(guild_id=None), {"server_id": 0}),
        (press(guild_id=None, channel_id=20), {"server_id": 0, "is_private": True}),
        (press(guild_id=None), {}),
        (press(guild_id=11), {}),
    ],
    ids=[
        "private",
        "another direct message",
        "private in the same one",
        "seen from a direct message",
        "of another server",
    ],
)
async def test_what_is_nobodys_business_is_unknown(
    house: House, interaction: Any, fields: dict[str, Any]
) -> None:
    parent = await house.image(**fields)
    with pytest.raises(NotAllowed, match="I do not know this request any more"):
        await house.children.again(interaction, parent)
    with pytest.raises(NotAllowed, match="I do not know this request any more"):
        await house.children.vary(interaction, parent, 0)


async def test_in_a_group_its_friends_make_children_of_it_too(house: House) -> None:
    parent = await house.image(server_id=0)  # in channel 20
    friend = press(guild_id=None, channel_id=20)
    for child in (
        await house.children.again(friend, parent),
        await house.children.vary(friend, parent, 0),
    ):
        assert (child.place.member_id, child.parent_id) == (BEN, parent.id)


async def test_a_private_image_has_private_children_that_stay_its_servers(house: House) -> None:
    parent = await house.image(is_private=True)
    child = await house.children.again(press(ADA, None), parent)
    assert child.place.is_private
    assert (child.place.server_id, child.weight) == (10, 3.0)
    shown = await house.children.again(press(ADA), parent, is_private=False)
    assert not shown.place.is_private


async def test_of_what_is_gone_nothing_is_made(house: House) -> None:
    parent, ben = await house.image(), press()
    deleted = replace(parent, deleted_at=house.services.time.now())
    erased = replace(parent, request=parent.request.model_copy(update={"prompt": ERASED_PROMPT}))
    for gone in (deleted, erased):
        with pytest.raises(NotKept):
            await house.children.again(ben, gone)
    with pytest.raises(NotAllowed, match="only a part"):
        await house.children.again(ben, replace(parent, is_damaged=True))
    file = house.services.settings.data_dir / parent.images[1].path
    await asyncio.to_thread(file.unlink)
    for unseen in (replace(parent, images=()), parent):
        with pytest.raises(NotKept, match="not kept any more"):
            await house.children.vary(ben, unseen, 1)
