"""`/mod quota`, `/mod budget`, and what `/usage` says of them."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import discord
import pytest
from sqlalchemy import select

from bot.client import EaselClient
from bot.domain.moderation.log import Action
from bot.domain.quota_refusals import LimitReached
from bot.errors import InvalidRequest, NotAllowed
from bot.replies.quotas.parked_presses import ParkedPresses
from bot.services import build_services, open_foundation
from bot.settings import PriceSettings, ProviderSettings, Settings
from bot.store.moderation_schema import moderation_log
from bot.store.parked import ParkedRequests
from bot.store.quota_schema import parked_requests
from tests.fakes.interaction import FakeInteraction, FakeResponse, FakeUser
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.cogs.invoke import invoke

MODEL = "dream.safetensors"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[EaselClient]:
    """Images of this bot cost a cent."""
    settings = Settings(
        data_dir=tmp_path,
        providers=(ProviderSettings(name="fake"),),
        prices=(PriceSettings(per_image=Decimal("0.01")),),
    )
    time = FakeTime()
    async with open_foundation(settings, time, FakeProvider(time)) as foundation:
        client = EaselClient(lambda self: build_services(foundation, self))
        await client.load_cogs()
        yield client
        await client.close()


def moderator(**changes: Any) -> FakeInteraction:
    return FakeInteraction(permissions=discord.Permissions(manage_guild=True), **changes)


async def log_of(client: EaselClient, action: Action) -> list[Any]:
    database = client.services.generations._database
    wanted = select(moderation_log).where(moderation_log.c.action == action)
    return list(await database.read(lambda one: one.execute(wanted).all()))


async def test_a_quota_that_was_set_counts_at_once_and_is_logged(client: EaselClient) -> None:
    answer = await invoke(client, "mod quota", moderator(), whose="everyone", images="2")
    assert answer.is_ephemeral
    assert "2 images a day" in answer.text
    await invoke(client, "imagine", prompt="a fox", model=MODEL, images=2)
    with pytest.raises(LimitReached, match="0 of your 2 images for today"):
        await invoke(client, "imagine", prompt="a fox", model=MODEL)
    (entry,) = await log_of(client, Action.QUOTA_CHANGED)
    assert (entry.server_id, entry.actor_id, entry.details["images"]) == (10, 7, "2")


async def test_a_refusal_is_logged_with_its_rule_and_figures(client: EaselClient) -> None:
    await invoke(client, "mod quota", moderator(), whose="server", images="0")
    with pytest.raises(LimitReached):
        await invoke(client, "imagine", prompt="a fox", model=MODEL)
    (entry,) = await log_of(client, Action.REFUSED)
    assert (entry.rule, entry.place, entry.member_id) == ("budget", "server", 7)
    assert entry.details == {
        "period": "day",
        "counted": "images",
        "wanted": "1",
        "left": "0",
        "quota": "0",
    }


async def test_none_takes_a_quota_away(client: EaselClient) -> None:
    user = FakeUser(id=8)
    await invoke(client, "mod quota", moderator(), member=user, images="5", money="0.10")
    listed = await invoke(client, "mod quota", moderator())
    assert "<@8>: **5 images + $0.10 a day**" in listed.text
    await invoke(client, "mod quota", moderator(), member=user, images="none", money="none")
    listed = await invoke(client, "mod quota", moderator())
    assert "none is set" in listed.text
    assert "100 images a day" in listed.text


async def test_an_unlimited_role_stands_in_the_list(client: EaselClient) -> None:
    role = FakeUser(id=9)
    answer = await invoke(
        client, "mod quota", moderator(), role=role, period="month", images="unlimited"
    )
    assert "each member with <@&9>" in answer.text
    assert "no limit a month" in answer.text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"images": "5"}, "name a member"),
        ({"whose": "everyone", "images": "five"}, "whole number"),
        ({"whose": "everyone", "money": "much"}, "a sum such as"),
        ({"whose": "everyone", "member": FakeUser(id=8), "images": "5"}, "only one of"),
    ],
)
async def test_what_cannot_be_read_is_said_in_a_sentence(
    client: EaselClient, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidRequest, match=message):
        await invoke(client, "mod quota", moderator(), **options)
    assert await log_of(client, Action.QUOTA_CHANGED) == []


@pytest.mark.parametrize("name", ["mod quota", "mod budget"])
async def test_others_neither_read_nor_set_them(client: EaselClient, name: str) -> None:
    for options in ({}, {"images": "5"}):
        with pytest.raises(NotAllowed, match="Only moderators"):
            await invoke(client, name, **options)


async def test_a_budget_shows_what_is_spent_and_reserved(client: EaselClient) -> None:
    await invoke(client, "imagine", prompt="a fox", model=MODEL, images=4)
    answer = await invoke(client, "mod budget", moderator(), money="$0.05", ask_above="0.02")
    assert answer.is_ephemeral
    for words in ("80%", "$0.04 of $0.05", "4 images · $0.04 reserved", "costs more than $0.02"):
        assert words in answer.text
    entries = await log_of(client, Action.BUDGET_CHANGED)
    assert [entry.details for entry in entries] == [
        {"whose": "server", "id": "0", "period": "month", "cost_micros": "50000"},
        {"ask_above_micros": "20000"},
    ]
    with pytest.raises(LimitReached, match=r"\$0.01 of the \$0.05 that all of this server have"):
        await invoke(client, "imagine", prompt="a fox", model=MODEL, images=2)


async def test_a_server_does_not_see_or_spend_anothers_budget(client: EaselClient) -> None:
    await invoke(client, "mod budget", moderator(), images="1")
    other = await invoke(client, "mod budget", moderator(guild_id=11))
    assert "no ceiling" in other.text
    elsewhere = FakeInteraction(guild_id=11)
    await invoke(client, "imagine", elsewhere, prompt="a fox", model=MODEL, images=2)


async def test_usage_shows_every_quota_and_the_cost(client: EaselClient) -> None:
    await invoke(client, "mod quota", moderator(), member=FakeUser(id=7), images="5", money="1")
    await invoke(client, "mod quota", moderator(), channel=FakeUser(id=20), images="9")
    await invoke(client, "mod budget", moderator(), money="2", period="month")
    await invoke(client, "imagine", prompt="a fox", model=MODEL, images=3)
    answer = await invoke(client, "usage")
    for words in (
        "Left for you today: **2 of 5 images · $0.97 of $1.00**",
        "Left in this channel today: **6 of 9 images**",
        "Left on this server this month: **$1.97 of $2.00**",
        "Cost today **$0.03** · this month **$0.03**",
    ):
        assert words in answer.text


def presses_of(client: EaselClient) -> ParkedPresses:
    entered = client.services.group_sessions.sessions.entered
    return client.services.quotas.presses_of(client.services.asking, entered)


async def parked_ids(client: EaselClient) -> list[int]:
    wanted = select(parked_requests.c.id)
    database = client.services.generations._database
    return list(await database.read(lambda one: one.execute(wanted).scalars().all()))


async def ask_for_four(client: EaselClient) -> FakeResponse:
    await invoke(client, "mod budget", moderator(), money="0.05", ask_above="0.03")
    return await invoke(client, "imagine", prompt="a fox", model=MODEL, images=4)


async def test_what_costs_much_is_asked_about_before_it_is_made(client: EaselClient) -> None:
    answer = await ask_for_four(client)
    assert answer.is_ephemeral
    for words in ("about **$0.04** (4 images)", "Left to spend: **$0.05**", "a fox"):
        assert words in answer.text
    assert await client.services.generations.get(1) is None
    pressed = FakeInteraction()
    (parked_id,) = await parked_ids(client)
    presses = presses_of(client)
    await presses.make(pressed, str(parked_id))  # type: ignore[arg-type]  # a stand-in
    made = await client.services.generations.get(1)
    assert made is not None
    assert made.units == 4
    assert not pressed.response.is_ephemeral
    assert await parked_ids(client) == []
    with pytest.raises(NotAllowed, match="not waiting any more"):
        await presses.make(FakeInteraction(id=2), str(parked_id))  # type: ignore[arg-type]


async def test_what_costs_no_more_than_that_is_made_at_once(client: EaselClient) -> None:
    await invoke(client, "mod budget", moderator(), ask_above="0.03")
    await invoke(client, "imagine", prompt="a fox", model=MODEL, images=3)
    assert await client.services.generations.get(1) is not None


async def test_another_member_can_neither_make_nor_leave_it(client: EaselClient) -> None:
    await ask_for_four(client)
    (parked_id,) = await parked_ids(client)
    presses = presses_of(client)
    stranger: Any = FakeInteraction(user=FakeUser(id=8))
    for press in (presses.make, presses.leave):
        with pytest.raises(NotAllowed, match="not waiting any more"):
            await press(stranger, str(parked_id))
    assert await parked_ids(client) == [parked_id]


async def test_a_budget_that_is_gone_meanwhile_refuses_what_was_confirmed(
    client: EaselClient,
) -> None:
    await ask_for_four(client)
    await invoke(client, "imagine", prompt="a fox", model=MODEL, images=2)
    (parked_id,) = await parked_ids(client)
    presses = presses_of(client)
    pressed: Any = FakeInteraction()
    with pytest.raises(LimitReached):
        await presses.make(pressed, str(parked_id))
    assert await parked_ids(client) == [parked_id]


async def test_two_presses_at_once_make_it_once(client: EaselClient) -> None:
    await ask_for_four(client)
    (parked_id,) = await parked_ids(client)
    presses = presses_of(client)
    both: list[Any] = [FakeInteraction(id=1), FakeInteraction(id=2)]
    answers = await asyncio.gather(
        *(presses.make(one, str(parked_id)) for one in both), return_exceptions=True
    )
    assert sum(isinstance(answer, NotAllowed) for answer in answers) == 1
    assert await client.services.generations.get(2) is None


async def test_the_question_outlives_the_process(client: EaselClient) -> None:
    await ask_for_four(client)
    (parked_id,) = await parked_ids(client)
    database = client.services.generations._database
    again = ParkedRequests(database)  # what a new process begins with
    found = await again.get(parked_id, 7, client.services.time.now())
    assert found is not None
    assert (found.new.cost_micros, found.new.request.units) == (40_000, 4)


async def test_not_now_leaves_nothing_behind(client: EaselClient) -> None:
    await ask_for_four(client)
    (parked_id,) = await parked_ids(client)
    pressed: Any = FakeInteraction()
    pressed.message = None
    await presses_of(client).leave(pressed, str(parked_id))
    assert "nothing was charged" in pressed.response.text
    assert await parked_ids(client) == []
    assert await client.services.generations.get(1) is None


async def test_a_question_is_answered_only_on_the_server_that_it_was_asked_on(
    client: EaselClient,
) -> None:
    await ask_for_four(client)
    (parked_id,) = await parked_ids(client)
    presses = presses_of(client)
    for elsewhere in (11, None):
        pressed = FakeInteraction(guild_id=elsewhere, id=elsewhere or 1)
        with pytest.raises(NotAllowed, match="not waiting any more"):
            await presses.make(pressed, str(parked_id))  # type: ignore[arg-type]  # a stand-in
    assert await client.services.generations.get(1) is None
    assert await parked_ids(client) == [parked_id]
