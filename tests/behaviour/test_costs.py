"""What costs: the question before a request that costs much, and who hears of a used up budget."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PriceSettings
from tests.behaviour.conftest import House, Premises, buttons_of, text_of


@pytest.fixture
async def premises(tmp_path: Path) -> AsyncIterator[Premises]:
    """Open a house where an image costs a cent."""
    premises = Premises(tmp_path)
    prices = (PriceSettings(per_image=Decimal("0.01")),)
    premises._settings = premises._settings.model_copy(update={"prices": prices})
    yield premises
    await premises.close()


async def budget(house: House, **options: str) -> Any:
    return await house.moderator.slash(house.channel, "mod budget", **options)


async def test_a_costly_request_is_asked_about_and_made_once(house: House) -> None:
    await budget(house, ask_above="0.02")
    cheap = await house.imagine(images=2)
    assert not cheap.ephemeral
    asked = await house.imagine(images=3)
    assert asked.ephemeral
    assert "This costs about **$0.03** (3 images)" in text_of(asked.response)
    assert await house.left() == 8
    await house.restart()
    made = await house.ada.click(asked.response, label="Make it")
    assert "a fox in the snow" in text_of(made.response)
    assert await house.left() == 5
    again = await house.ada.click(asked.response, label="Make it")
    assert "⚠️" in text_of(again.response)
    assert await house.left() == 5


async def test_what_is_left_costs_nothing(house: House) -> None:
    await budget(house, ask_above="0.02")
    asked = await house.imagine(images=3)
    left = await house.ada.click(asked.response, label="Not now")
    assert "nothing was charged" in text_of(left.response)
    assert buttons_of(left.response) == []
    assert await house.left() == 10


async def use_eight_of_ten_cents(house: House) -> None:
    await budget(house, money="0.10")
    await house.imagine(images=8)
    await house.services.quotas.notices.step()


async def test_the_moderators_channel_hears_once_that_a_budget_is_nearly_used_up(
    house: House,
) -> None:
    staff = house.guild.create_text_channel("staff")
    await choose_moderators_channel(house, staff)
    await use_eight_of_ten_cents(house)
    await house.services.quotas.notices.step()
    (message,) = staff.history()
    told = house.env.backend.get_message(staff.id, message.id)
    assert "budget is nearly used up" in text_of(told)
    assert "$0.08 of $0.10" in text_of(told)


async def test_the_owner_hears_it_where_no_channel_is_open(house: House) -> None:
    await use_eight_of_ten_cents(house)
    assert "budget is nearly used up" in told_owner(house)


async def test_the_owner_hears_it_where_the_channel_is_closed_to_the_bot(house: House) -> None:
    closed = house.guild.create_text_channel("closed")
    await choose_moderators_channel(house, closed)
    path = f"/channels/{closed.id}/messages"
    house.env.inject_error("POST", path, status=403, code=50001, times=None)
    await use_eight_of_ten_cents(house)
    assert "budget is nearly used up" in told_owner(house)
    assert list(closed.history()) == []


async def test_it_is_said_in_the_language_of_the_server(house: House) -> None:
    house.guild._guild.preferred_locale = "de"
    await house.restart()
    await use_eight_of_ten_cents(house)
    assert "Das Budget" in told_owner(house)


async def choose_moderators_channel(house: House, channel: Any) -> None:
    page = (await house.moderator.slash(house.channel, "setup")).response
    await house.moderator.select(page, [channel], custom_id="easel:setup:moderators")


def told_owner(house: House) -> str:
    direct = house.env.backend.get_dm_channel(house.guild.owner.id)
    messages = house.env.backend.messages[direct.id].values()
    return "\n".join(text_of(one) for one in messages)
