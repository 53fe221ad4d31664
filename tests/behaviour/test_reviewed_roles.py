"""Roles at whose requests a moderator looks first, as an admin chooses them and members feel it."""

import pytest

from bot.domain.moderation.policy import ReviewMode
from tests.behaviour.conftest import House, text_of
from tests.behaviour.test_setup import book, choose, page_of


@pytest.mark.parametrize(
    ("mode", "wait"),
    [
        ("generating", "Waiting for a moderator"),
        ("posting", "a moderator looks at it"),
    ],
)
async def test_who_has_the_role_waits_for_a_moderator_and_nobody_else(
    house: House, mode: str, wait: str
) -> None:
    role = house.guild.create_role("Newcomers")
    newcomer = house.guild.add_member(house.env.create_user("nina"), roles=[role])
    page = await page_of(house)
    await choose(house, page, "moderators", house.guild.create_text_channel("moderators"))
    await choose(house, await page_of(house, "roles"), f"reviewed-roles:{mode}", role)
    asked = await house.imagine(newcomer)
    other = await house.imagine()
    await house.settle()
    assert wait in text_of(asked.response)
    assert "moderator" not in text_of(other.response)
    rules = await house.ada.slash(house.channel, "mod rules")
    assert f"<@&{role.id}>" in text_of(rules.response)


async def test_a_role_has_one_kind_of_review_at_a_time(house: House) -> None:
    role = house.guild.create_role("Newcomers")
    page = await page_of(house, "roles")
    for mode in (ReviewMode.GENERATING, ReviewMode.POSTING, ReviewMode.NONE):
        await choose(house, page, f"reviewed-roles:{mode}", role)
        assert (await book(house)).roles[role.id].review is mode
    await choose(house, page, f"reviewed-roles:{ReviewMode.NONE}")
    assert role.id not in (await book(house)).roles
