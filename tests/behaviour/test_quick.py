"""`/quick`: a form for thumbs that asks as `/imagine` does and remembers what was chosen."""

from typing import Any

import pytest

from bot.domain.generation import Status
from bot.errors import StorageUnavailable
from bot.store.member_settings import MemberSettingsStore
from tests.behaviour.conftest import House, text_of


def preset_in(modal: Any) -> dict[str, str]:
    """Return what is chosen in each select of a modal."""
    chosen = {}
    for label in modal["components"]:
        select = label["component"]
        for one in select.get("options", ()):
            if one.get("default"):
                chosen[select["custom_id"]] = one["value"]
    return chosen


async def opened(house: House) -> Any:
    return await house.ada.slash(house.channel, "quick")


async def test_the_form_asks_as_imagine_does_also_after_an_hour_and_a_restart(
    house: House,
) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="in the fog")
    form = await opened(house)
    await house.restart()
    house.time.advance(3_600)
    asked = await house.ada.submit_modal(
        form, {"prompt": "a mill", "style": ["moody"], "size": ["wide"], "images": ["2"]}
    )
    text = text_of(asked.response)
    assert "a mill, in the fog" in text
    assert "1024×576" in text
    await house.settle()
    made = await house.services.generations.get(1)
    assert made is not None
    assert (made.status, made.units) == (Status.DELIVERED, 2)


async def test_the_last_choices_are_set_the_next_time(house: House) -> None:
    form = await opened(house)
    assert preset_in(form.modal) == {
        "style": "easel:default",
        "size": "easel:default",
        "images": "1",
    }
    await house.ada.submit_modal(
        form, {"prompt": "a mill", "style": ["anime"], "size": ["tall"], "images": ["4"]}
    )
    await house.restart()
    form = await opened(house)
    assert preset_in(form.modal) == {"style": "anime", "size": "tall", "images": "4"}


async def test_a_style_deleted_while_the_form_was_open_is_a_private_sentence(
    house: House,
) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="fog")
    form = await opened(house)
    await house.ada.slash(house.channel, "style delete", name="moody")
    refused = await house.ada.submit_modal(
        form, {"prompt": "a mill", "style": ["moody"], "size": ["wide"], "images": ["1"]}
    )
    assert refused.ephemeral
    assert "no style has that name" in text_of(refused.response)
    assert await house.left() == 10


async def test_it_knows_ones_own_defaults(house: House) -> None:
    await house.services.members.settings.set_option(house.ada.id, "size", "wide", house.time.now())
    form = await opened(house)
    asked = await house.ada.submit_modal(
        form,
        {
            "prompt": "a mill",
            "style": ["easel:default"],
            "size": ["easel:default"],
            "images": ["1"],
        },
    )
    assert "1024×576" in text_of(asked.response)


async def test_a_last_style_that_is_gone_is_not_set_the_next_time(house: House) -> None:
    await house.ada.slash(house.channel, "style save", name="Moody", prompt="fog")
    form = await opened(house)
    await house.ada.submit_modal(
        form, {"prompt": "a mill", "style": ["moody"], "size": ["wide"], "images": ["1"]}
    )
    await house.ada.slash(house.channel, "style delete", name="moody")
    form = await opened(house)
    assert preset_in(form.modal) == {"style": "easel:default", "size": "wide", "images": "1"}


async def test_choices_that_cannot_be_remembered_are_not_told_as_a_failed_request(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(*_given: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(MemberSettingsStore, "set_quick", silent)
    filled = {"prompt": "a mill", "style": ["easel:default"], "size": ["wide"], "images": ["2"]}
    asked = await house.ada.submit_modal(await opened(house), filled)
    assert "a mill" in text_of(asked.response)
    assert not asked.followups
