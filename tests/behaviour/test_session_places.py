"""Where something is told of a session: in its thread, and to those who can see its channel."""

from typing import Any

import discord
import pytest

from tests.behaviour.conftest import House, text_of
from tests.behaviour.forging import press
from tests.behaviour.session_house import Gathering, gathering

_ELSEWHERE = "in the thread of the session"


async def a_vote(house: House) -> Gathering:
    session = await gathering(house)
    for member, prompt in ((house.ada, "an ancient castle"), (house.ben, "a modern castle")):
        await session.enter(member, prompt)
    await session.settle()
    await session.lead(house.moderator, "end")
    await session.settle()
    return session


def staff_room(house: House) -> Any:
    """Return a channel that the moderator alone can see."""
    may_see, may_not = (discord.PermissionOverwrite(view_channel=each) for each in (True, False))
    roles = house.guild.roles
    rights = {roles["@everyone"]: may_not, roles["TestBot"]: may_see, house.moderator: may_see}
    return house.guild.create_text_channel("staff", overwrites=rights)


async def test_nothing_of_a_session_is_shown_outside_its_thread(house: House) -> None:
    session = await a_vote(house)
    for custom_id, kind in (
        (f"easel:session:ballot:{session.session_id}:0", "button"),
        (f"easel:session:rules:{session.session_id}", "button"),
        (f"easel:session:vote:{session.session_id}", "select"),
        (f"easel:session:vote:{session.session_id}:0", "select"),
    ):
        read = await press(house, session.cleo, house.channel, custom_id, kind)
        assert _ELSEWHERE in read, custom_id
        read = await press(house, session.cleo, session.thread, custom_id, kind)
        assert _ELSEWHERE not in read, custom_id


async def test_the_list_tells_of_no_channel_that_its_reader_does_not_see(house: House) -> None:
    staff = staff_room(house)
    await house.moderator.slash(staff, "session start", theme="a secret fox")
    listed = {}
    for member in (house.ada, house.moderator):
        answer = await member.slash(house.channel, "session list")
        listed[member.id] = text_of(answer.response)
        offered = await member.autocomplete(house.channel, "session manage", "session", "")
        listed[member.id] += str(offered)
    assert "a secret fox" not in listed[house.ada.id]
    assert "a secret fox" in listed[house.moderator.id]


@pytest.mark.parametrize("key", ["9" * 25, "9" * 5_000, "\N{ARABIC-INDIC DIGIT THREE}", "-1"])
async def test_no_session_is_found_by_what_is_no_id(house: House, key: str) -> None:
    refused = await house.moderator.slash(house.channel, "session manage", session=key)
    assert "I do not know this session" in text_of(refused.response)
