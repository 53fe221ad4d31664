"""*Remove* in a case: also blocking the image, also after a crash, and what the card says then."""

import io
import random
from typing import Any

import pytest
from PIL import Image

from bot.errors import StorageUnavailable
from bot.store.deletion import Deletion
from tests.behaviour.case_house import on, reported, second_moderator
from tests.behaviour.conftest import House, text_of
from tests.behaviour.test_deleting import files_of, is_there
from tests.behaviour.test_reports import the_only_one


def rich_picture() -> bytes:
    """Return a picture with enough in it to be known again."""
    chance = random.Random(7)  # noqa: S311 - a picture
    dots = bytes(chance.randrange(256) for _dot in range(8 * 8 * 3))
    picture = Image.frombytes("RGB", (8, 8), dots).resize((256, 256), Image.Resampling.BICUBIC)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def _rich(house: House) -> None:
    house.provider.image_bytes = rich_picture()


async def asked(house: House, channel: Any) -> Any:
    return (await house.moderator.click(on(channel), label="Remove")).response


async def test_remove_and_block_lets_nothing_like_it_be_shown_again(house: House) -> None:
    card, channel, _case = await reported(house, prompt="a portrait", seed=7)
    await house.moderator.click(await asked(house, channel), label="Remove and block this image")
    case = text_of(the_only_one(house, channel))
    assert "Removed" in case
    assert "This image is blocked" in case
    assert not is_there(house, card)
    assert await files_of(house) == []
    again = await house.imagine(house.ben, prompt="a portrait", seed=7)
    await house.settle()
    assert "do not allow the image" in text_of(again.response)


async def test_the_card_names_no_message_that_is_gone(house: House) -> None:
    _card, channel, case = await reported(house)
    assert "/channels/" in text_of(case)
    await house.moderator.click(await asked(house, channel), label="Remove it")
    assert "/channels/" not in text_of(the_only_one(house, channel))


@pytest.mark.parametrize("label", ["Remove it", "Remove and block this image"])
async def test_pressed_again_after_a_fault_it_comes_to_its_end(
    house: House, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    card, channel, _case = await reported(house)
    question = await asked(house, channel)
    follow = Deletion.follow

    async def fails(*_args: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(Deletion, "follow", fails)
    await house.moderator.click(question, label=label)
    assert await files_of(house) != []
    monkeypatch.setattr(Deletion, "follow", follow)
    await house.restart()
    await house.moderator.click(question, label=label)
    assert await files_of(house) == []
    assert not is_there(house, card)
    assert "Removed" in text_of(question)


async def test_another_moderator_reads_who_was_quicker(house: House) -> None:
    _card, channel, _case = await reported(house)
    mia = second_moderator(house)
    other = (await mia.click(on(channel), label="Remove")).response
    await house.moderator.click(await asked(house, channel), label="Remove it")
    late = await mia.click(other, label="Remove it")
    assert "Somebody was quicker" in text_of((late.followups or [late.response])[-1])
