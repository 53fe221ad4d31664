"""`/setup` and `/mod rules`: an admin chooses by selects, and members read what counts."""

from typing import Any

import discord
from sqlalchemy import select

from bot.domain.moderation.policy import Access, Level, ReviewMode
from bot.generation.moderation.policies import Rulebook
from bot.store.moderation_schema import moderation_log
from tests.behaviour.conftest import House, components_of, text_of


async def page_of(house: House, step: str | None = None, channel_id: int = 0) -> Any:
    """Open `/setup` as the moderator and turn to the page of that name."""
    opened = await house.moderator.slash(house.channel, "setup")
    assert opened.ephemeral
    names = ("channels", "roles", "images", "quota", "check")
    for name in names[: names.index(step) + 1] if step else ():
        await turn(house, opened.response, name, channel_id)
    return opened.response


async def turn(house: House, page: Any, name: str, channel_id: int = 0) -> Any:
    return await house.moderator.click(page, custom_id=f"easel:setup:step:{name}:{channel_id}")


async def choose(house: House, page: Any, name: str, *values: Any) -> Any:
    return await house.moderator.select(page, values, custom_id=f"easel:setup:{name}")


async def book(house: House) -> Rulebook:
    return await house.services.moderation.policies.of(house.guild.id)


async def logged(house: House) -> list[Any]:
    database = house.services.generations._database
    changed = select(moderation_log).where(moderation_log.c.action == "rules_changed")
    return list(await database.read(lambda one: one.execute(changed).all()))


async def test_every_page_leads_to_the_next_and_stays_within_discords_limits(
    house: House,
) -> None:
    page = await page_of(house)
    seen = {text_of(page)}
    for name in ("channels", "roles", "images", "quota", "check"):
        await turn(house, page, name)
        assert len(list(components_of(page))) <= 40
        seen.add(text_of(page))
    assert len(seen) == 6
    await turn(house, page, "quota", house.channel.id)
    assert text_of(page) in seen


async def test_choices_count_at_once_survive_a_restart_and_are_logged(house: House) -> None:
    role = house.guild.create_role("Artists")
    page = await page_of(house)
    await choose(house, page, "moderators", house.channel)
    await choose(house, page, "moderator-roles", role)
    await turn(house, page, "channels")
    await choose(house, page, "review:0", "generating")
    await turn(house, page, "roles")
    await choose(house, page, "roles:allowed", role)
    await choose(house, page, "reviewed-roles:none", role)
    await house.restart()
    now = await book(house)
    assert now.moderators_channel_id == house.channel.id
    assert now.policy.moderator_role_ids == {role.id}
    assert now.policy.review is ReviewMode.GENERATING
    assert now.roles[role.id].access is Access.ALLOWED
    assert now.roles[role.id].review is ReviewMode.NONE
    assert [entry.actor_id for entry in await logged(house)] == [house.moderator.id] * 5


async def test_a_role_that_is_chosen_no_longer_loses_what_it_had(house: House) -> None:
    role = house.guild.create_role("Artists")
    page = await page_of(house, "roles")
    await choose(house, page, "roles:denied", role)
    await choose(house, page, "roles:denied")
    assert role.id not in (await book(house)).roles


async def test_the_daily_quota_of_everybody_counts_for_the_next_request(house: House) -> None:
    page = await page_of(house, "quota")
    await choose(house, page, "daily-images", "5")
    await house.imagine(images=4)
    refused = await house.imagine(images=4)
    assert refused.ephemeral
    await choose(house, page, "daily-images", "none")
    assert not (await house.imagine(images=4)).ephemeral


async def test_an_image_that_nothing_looks_at_can_be_made_to_wait(house: House) -> None:
    page = await page_of(house, "images")
    assert "So it is with every image here" in text_of(page)
    rules = await house.ada.slash(house.channel, "mod rules")
    assert "Nothing looks for nudity" in text_of(rules.response)
    await choose(house, page, "unchecked", "waits")  # from now on the service is asked to look
    assert (await book(house)).policy.needs_check
    rules = await house.ada.slash(house.channel, "mod rules")
    assert "Images with nudity are held back or refused." in text_of(rules.response)


async def test_the_rules_tell_what_each_member_may_use(house: House) -> None:
    page = await page_of(house, "quota")
    await choose(house, page, "daily-images", "25")
    rules = await house.ada.slash(house.channel, "mod rules")
    assert "Each member: 25 images a day." in text_of(rules.response)
    await turn(house, page, "check")
    assert "Each member: 25 images a day." in text_of(page)


async def test_mature_needs_discords_own_mark(house: House) -> None:
    page = await page_of(house, "channels")
    await choose(house, page, "channel:channels", house.channel)
    answer = await choose(house, page, f"level:{house.channel.id}", "mature")
    assert "age-restricted" in text_of(answer.response)
    assert house.channel.id not in (await book(house)).channels


async def test_a_channel_that_is_off_says_so_to_members(house: House) -> None:
    page = await page_of(house, "channels")
    await choose(house, page, "channel:channels", house.channel)
    await choose(house, page, f"level:{house.channel.id}", "off")
    assert (await book(house)).channels[house.channel.id].level is Level.OFF
    rules = await house.ada.slash(house.channel, "mod rules")
    assert rules.ephemeral
    assert "no images can be asked for" in text_of(rules.response)
    await choose(house, page, f"level:{house.channel.id}", "server")
    assert house.channel.id not in (await book(house)).channels


async def test_the_last_page_shows_what_a_member_can_do_and_what_the_bot_lacks(
    house: House,
) -> None:
    text = text_of(await page_of(house, "check"))
    assert "images can be asked for." in text
    assert "✅ Send Messages" in text
    assert "None is chosen" in text


async def test_a_moderators_channel_in_which_the_bot_may_not_post_is_refused(house: House) -> None:
    denied = discord.PermissionOverwrite(send_messages=False)
    closed = house.guild.create_text_channel("closed", overwrites={house.client.user: denied})
    page = await page_of(house)
    answer = await choose(house, page, "moderators", closed)
    assert "Send Messages" in text_of(answer.response)
    assert (await book(house)).moderators_channel_id is None


async def test_not_everybody_can_be_made_a_moderator(house: House) -> None:
    page = await page_of(house)
    refused = await choose(house, page, "moderator-roles", house.guild.roles["@everyone"])
    assert "Every member would moderate" in text_of(refused.response)
    assert not (await book(house)).policy.moderator_role_ids
