"""`/mod warn`, `/mod strike`, `/mod strikes`, notices and appeals, as those concerned see them."""

from typing import Any

import discord
import pytest
from simcord.builders import ChannelHandle

from bot.domain.moderation.log import Action, LogEntry
from bot.store.moderation_schema import blocks, strikes
from tests.behaviour.case_house import logged, on, rows, second_moderator, told
from tests.behaviour.conftest import House, buttons_of, components_of, forge, text_of
from tests.behaviour.test_reports import moderators, the_only_one


async def warned(house: House, command: str = "warn") -> Any:
    return await house.moderator.slash(
        house.channel, f"mod {command}", member=house.ben, reason="Be kind."
    )


def close_dms(house: House, member: Any) -> None:
    direct = house.env.backend.get_dm_channel(member.id)
    path = f"/channels/{direct.id}/messages"
    house.env.inject_error("POST", path, status=403, code=50007, times=None)


def first_notice(house: House) -> Any:
    """Return the first message that ben got, to be pressed."""
    direct = house.env.backend.get_dm_channel(house.ben.id)
    return min(ChannelHandle(house.env, None, direct).history(), key=lambda one: one.id)


async def appealed(house: House, words: str = "I was kind.") -> Any:
    """Let ben appeal from the notice that he got; returns what he is answered."""
    modal = await house.ben.user.click(first_notice(house), label="Appeal")
    return await house.ben.user.submit_modal(modal, {"words": words})


@pytest.mark.parametrize(("command", "words"), [("warn", "warned you"), ("strike", "a strike")])
async def test_a_member_is_told_why_and_that_they_can_appeal(
    house: House, command: str, words: str
) -> None:
    answer = await warned(house, command)
    assert answer.ephemeral
    assert "told by direct message" in text_of(answer.response)
    (notice,) = told(house, house.ben)
    assert words in text_of(notice)
    assert "Be kind." in text_of(notice)
    assert buttons_of(notice) == ["easel:appeal:1"]


async def test_who_takes_no_messages_reads_it_with_the_next_answer_once(house: House) -> None:
    close_dms(house, house.ben)
    answer = await warned(house)
    assert "with my next answer" in text_of(answer.response)
    await house.restart()
    for count in (1, 0):
        asked = await house.ben.slash(house.channel, "queue")
        notices = [one for one in asked.followups if "warned you" in text_of(one)]
        assert len(notices) == count


async def test_what_discord_does_not_take_now_is_told_by_the_sweep(house: House) -> None:
    direct = house.env.backend.get_dm_channel(house.ben.id)
    path = f"/channels/{direct.id}/messages"
    house.env.inject_error("POST", path, status=503, code=0, times=None)
    await warned(house)
    house.env.backend.faults.clear()
    await house.restart()
    for _time in range(2):
        await house.services.cases.notices.step()
    assert len(told(house, house.ben)) == 1


async def test_members_see_their_own_and_moderators_anybodys(house: House) -> None:
    await warned(house, "strike")
    own = await house.ben.slash(house.channel, "mod strikes")
    assert own.ephemeral
    assert buttons_of(own.response) == ["easel:appeal:1"]
    refused = await house.ada.slash(house.channel, "mod strikes", member=house.ben)
    assert "Only moderators" in text_of(refused.response)
    none = await house.ada.slash(house.channel, "mod strikes")
    assert "There are none" in text_of(none.response)
    seen = await house.moderator.slash(house.channel, "mod strikes", member=house.ben)
    assert buttons_of(seen.response) == ["easel:strike-lift:1"]
    await house.restart()
    await house.moderator.click(seen.response, label="Lift")
    assert "lifted" in text_of(seen.response)
    assert "It was lifted" in text_of(told(house, house.ben)[-1])


@pytest.mark.parametrize("command", ["warn", "strike"])
async def test_only_moderators_give_them(house: House, command: str) -> None:
    refused = await house.ada.slash(
        house.channel, f"mod {command}", member=house.ben, reason="Because."
    )
    assert "Only moderators" in text_of(refused.response)
    assert await rows(house, strikes) == []


async def test_an_appeal_from_a_direct_message_is_shown_and_granted(house: House) -> None:
    channel = await moderators(house)
    await warned(house, "strike")
    await house.restart()
    answer = await appealed(house)
    assert "is kept" in text_of(answer.followups[-1])
    card = the_only_one(house, channel)
    for part in ("I was kind.", "Be kind.", f"<@{house.ben.id}>"):
        assert part in text_of(card)
    await house.restart()
    await house.moderator.click(on(channel), label="Grant")
    assert "Granted" in text_of(the_only_one(house, channel))
    assert buttons_of(the_only_one(house, channel)) == []
    assert "was granted" in text_of(told(house, house.ben)[-1])
    assert (await logged(house))[-2:] == ["appealed", "appeal_granted"]


async def test_a_denied_appeal_says_why_and_is_the_last(house: House) -> None:
    channel = await moderators(house)
    await warned(house)
    await appealed(house)
    mia = second_moderator(house)
    modals = [await one.click(on(channel), label="Deny") for one in (house.moderator, mia)]
    await house.moderator.submit_modal(modals[0], {"words": "You were not."})
    late = await mia.submit_modal(modals[1], {"words": "No."})
    assert "was quicker" in text_of((late.followups or [late.response])[-1])
    assert "You were not." in text_of(told(house, house.ben)[-1])
    kept = told(house, house.ben)[0]
    (button,) = [part for part in components_of(kept) if part.get("label") == "Appeal"]
    button["disabled"] = False  # as on a message that could not be edited
    again = await house.ben.user.click(first_notice(house), label="Appeal")
    assert "already: once is the most" in text_of(again.response)


async def test_nobody_else_appeals_or_decides(house: House) -> None:
    channel = await moderators(house)
    await warned(house, "strike")
    own = await house.ben.slash(house.channel, "mod strikes")
    forged = await house.imagine(house.ada)
    await house.settle()
    forge(house, forged.response, "More", "easel:appeal:1")
    refused = await house.ada.click(forged.response, label="More")
    assert "do not know this one" in text_of(refused.response)
    await house.ben.submit_modal(
        await house.ben.click(own.response, label="Appeal"), {"words": "x"}
    )
    for label in ("Grant", "Deny"):
        refused = await house.ben.click(on(channel), label=label)
        assert "Only moderators" in text_of(refused.response)
    forge(house, forged.response, "Again", "easel:strike-lift:1")
    refused = await house.ben.click(forged.response, label="Again")
    assert "Only moderators" in text_of(refused.response)


async def test_a_moderator_of_another_server_decides_nothing(house: House) -> None:
    await moderators(house)
    await warned(house, "strike")
    await appealed(house)
    other = house.env.create_guild()
    role = other.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    zoe = other.add_member(house.env.create_user("zoe"), roles=[role])
    asked = await zoe.slash(other.create_text_channel("images"), "imagine", prompt="a fox")
    await house.settle()
    for label, custom_id in (
        ("More", "easel:strike-lift:1"),
        ("Again", "easel:appeal-grant:1"),
        ("Edit", "easel:appeal-deny:1"),
    ):
        assert asked.response is not None
        forge(house, asked.response, label, custom_id)
        refused = await zoe.click(asked.response, label=label)
        said = [*refused.followups, refused.response]
        assert any("do not know this one" in text_of(one) for one in said if one is not None)
    (row,) = await rows(house, strikes)
    assert (row.lifted_at, row.appeal_status) == (None, "open")


async def test_the_servers_rule_blocks_and_the_member_reads_why(house: House) -> None:
    await _choose(house)
    await warned(house, "strike")
    answer = await warned(house, "strike")
    assert "by the server's rule" in text_of(answer.response)
    notices = [text_of(one) for one in told(house, house.ben)]
    assert "cannot ask for images" in notices[-1]
    assert "so many strikes" in notices[-1]
    refused = await house.imagine(house.ben)
    assert refused.ephemeral
    seen = await house.moderator.slash(house.channel, "mod strikes", member=house.ben)
    stored = house.env.backend.get_message(seen.response.channel_id, seen.response.id)
    assert len(buttons_of(stored)) == 3
    await house.moderator.click(seen.response, custom_id="easel:strike-lift:2")
    assert await rows(house, blocks) == []
    allowed = await house.imagine(house.ben)
    assert not allowed.ephemeral


async def _choose(house: House) -> None:
    entry = LogEntry(
        server_id=house.guild.id, at=house.time.now(), action=Action.RULES_CHANGED, actor_id=1
    )
    await house.services.moderation.store.change(
        house.guild.id,
        lambda policy: policy.model_copy(
            update={"strikes": policy.strikes.model_copy(update={"block_at": 2})}
        ),
        entry,
    )
    house.services.moderation.policies.changed(house.guild.id)


@pytest.mark.parametrize("where", ["notice", "panel"])
async def test_the_button_goes_out_once_it_was_appealed(house: House, where: str) -> None:
    await moderators(house)
    await warned(house)
    if where == "notice":
        await appealed(house)
        assert buttons_of(told(house, house.ben)[0]) == []
        return
    own = await house.ben.slash(house.channel, "mod strikes")
    modal = await house.ben.click(own.response, label="Appeal")
    await house.ben.submit_modal(modal, {"words": "I was kind."})
    assert buttons_of(own.response) == []
