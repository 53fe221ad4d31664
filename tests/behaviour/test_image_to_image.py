"""`/imagine` over a member's own picture, as members see it."""

import pytest

from bot.errors import ProviderUnavailable
from tests.behaviour.conftest import House, components_of, text_of
from tests.fakes.provider import picture

PHOTO, MASK = ("cat.png", picture(320, 200)), ("hat.png", picture(320, 200, "WEBP"))


async def test_a_picture_is_painted_over_where_its_mask_is_white(house: House) -> None:
    result = await house.imagine(prompt="a hat", image=PHOTO, mask=MASK, strength=0.75)
    assert "part of an image repainted, strength 0.75" in text_of(result.response)
    await house.settle()
    (task,) = house.provider.tasks.values()
    source = task.request.source
    assert source is not None
    assert source.mask_sha256 is not None
    assert task.inputs == {source.image_sha256: PHOTO[1], source.mask_sha256: MASK[1]}
    assert task.request.final_size_px == (320, 200)
    gallery = next(part for part in components_of(result.response) if part["type"] == 12)
    assert gallery["items"][0]["description"].startswith("Image made from another image")
    assert await house.left() == 9


async def test_it_waits_with_its_pictures_through_a_restart(house: House) -> None:
    house.provider.submit_errors = [ProviderUnavailable(surely_not_taken=True)]
    await house.imagine(image=PHOTO, mask=MASK)
    await house.restart()
    await house.settle()
    (task,) = house.provider.tasks.values()
    assert sorted(task.inputs.values()) == sorted([PHOTO[1], MASK[1]])


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"strength": 0.5}, ["`strength`", "`image`"]),
        ({"mask": MASK}, ["`mask`", "`hat.png`", "`image`"]),
        (
            {"image": PHOTO, "mask": ("m.png", picture(200, 320))},
            ["`mask`", "200×320", "320×200", "same size"],
        ),
        ({"image": ("notes.png", b"only words")}, ["`image`", "`notes.png`", "PNG, JPEG or WebP"]),
        ({"image": ("big.png", b"x" * (10 * 1024 * 1024 + 1))}, ["`image`", "10 MB"]),
        ({"image": ("cut.png", PHOTO[1][:60])}, ["`image`", "`cut.png`", "damaged"]),
    ],
    ids=["strength alone", "mask alone", "two sizes", "no image", "too large", "damaged"],
)
async def test_what_cannot_be_painted_over_gets_a_private_sentence_and_costs_nothing(
    house: House, options: dict[str, object], parts: list[str]
) -> None:
    result = await house.imagine(**options)
    assert result.ephemeral
    assert [part for part in parts if part not in text_of(result.response)] == []
    assert house.provider.submit_calls == 0
    assert await house.left() == 10
