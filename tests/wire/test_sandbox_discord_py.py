"""discord.py 2.7.1, unmodified, goes through its repertoire against the sandbox."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest
from discord.http import Route

from bot.sandbox import ClientRefusal, Sandbox, SandboxSettings, Upload
from bot.timing import SystemTime
from tests.wire.sandbox_client import DEADLINE_S, PNG, Bot, pointed_at, running


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(), SystemTime()) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with running(sandbox) as bot:
        yield bot


async def test_a_card_is_drawn_edited_and_gets_its_picture(sandbox: Sandbox, bot: Bot) -> None:
    invocation = await sandbox.member("ada").invoke("imagine", {"prompt": "a cat", "steps": "7"})
    texts, media = [], {}
    async with asyncio.timeout(DEADLINE_S):
        async for state in invocation.states():
            parts = state["components"][0]["components"]
            texts.append(parts[0]["content"])
            if parts[1]["type"] == 12:
                media = parts[1]["items"][0]["media"]
                break
    assert texts == ["Queued: a cat in 7", "50 %", "Done: a cat in 7"]
    assert (media["width"], media["height"], media["content_type"]) == (3, 2, "image/png")
    assert state["attachments"] == []
    assert sandbox.attachment(media["url"]) == PNG
    assert sandbox.violations == []
    assert bot.errors.empty()


async def test_a_file_given_as_an_option_can_be_read(sandbox: Sandbox, bot: Bot) -> None:
    invocation = await sandbox.member("ben").invoke(
        "imagine", {"prompt": "a dog"}, {"control": Upload(filename="a.png", data=PNG)}
    )
    reply = await invocation.answer(DEADLINE_S)
    said = reply["components"][0]["components"][0]["content"]
    assert said == f"Queued: a dog in 20 after {len(PNG)} bytes"


async def test_choices_are_offered_while_typing(sandbox: Sandbox, bot: Bot) -> None:
    choices = await sandbox.member("ada").autocomplete("imagine", "prompt", {"prompt": "ab"})
    assert choices == [{"name": "abab", "value": "ababab"}]
    with pytest.raises(ClientRefusal, match="no completions"):
        await sandbox.member("ada").autocomplete("imagine", "steps", {"steps": "1"})


async def test_a_subcommand_answers_its_member_alone(sandbox: Sandbox, bot: Bot) -> None:
    await (await sandbox.member("ada").invoke("style save", {"name": "x"})).answer(DEADLINE_S)
    seen = [sandbox.messages(sandbox.channel_id, seen_by=name) for name in ("ada", "ben")]
    assert [[each["content"] for each in messages] for messages in seen] == [["saved x"], []]
    assert seen[0][0]["interaction"]["name"] == "style save"


async def test_a_private_defer_is_filled_by_the_first_follow_up(sandbox: Sandbox, bot: Bot) -> None:
    invocation = await sandbox.member("ada").invoke("think", {"seen_by": "me"})
    reply = await invocation.answer(DEADLINE_S)
    assert reply["content"] == "thought"
    assert reply["flags"] == 64
    assert reply["_ephemeral_for"] == str(sandbox.world.member("ada").id)


async def test_a_button_works_though_its_view_is_forgotten(sandbox: Sandbox, bot: Bot) -> None:
    card = await (await sandbox.member("ada").invoke("imagine", {"prompt": "a"})).answer(DEADLINE_S)
    pressed = await sandbox.member("ben").press(card["id"], "count:0")
    reply = await pressed.answer(DEADLINE_S)
    assert reply["content"] == "pressed 0"
    assert reply["interaction_metadata"]["interacted_message_id"] == card["id"]


async def test_a_form_with_label_and_select_is_submitted(sandbox: Sandbox, bot: Bot) -> None:
    ada = sandbox.member("ada")
    form = await ada.invoke("form")
    await form.settled(DEADLINE_S)
    with pytest.raises(ClientRefusal, match="Choose"):
        await ada.submit_modal(form, {"text": "a dog"})
    sent = await ada.submit_modal(form, {"text": "a dog", "choice": ["Large"]})
    assert (await sent.answer(DEADLINE_S))["content"] == "a dog / Large"
    assert sandbox.violations == []


async def test_commands_work_in_direct_messages(sandbox: Sandbox, bot: Bot) -> None:
    channel_id = sandbox.direct_channel("cleo")
    cleo = sandbox.member("cleo")
    invocation = await cleo.invoke("hold", channel_id=channel_id)
    await invocation.answer(DEADLINE_S)
    held = await asyncio.wait_for(bot.held.get(), DEADLINE_S)
    await held.user.send("in private")
    contents = [each["content"] for each in sandbox.messages(channel_id, seen_by="cleo")]
    assert contents == ["held", "in private"]


async def test_a_second_first_answer_is_refused(sandbox: Sandbox, bot: Bot) -> None:
    await (await sandbox.member("ada").invoke("hold")).answer(DEADLINE_S)
    again = await asyncio.wait_for(bot.held.get(), DEADLINE_S)
    again.response._response_type = None  # as a second process would see it
    with pytest.raises(discord.HTTPException) as refused:
        await again.response.send_message("again")
    assert refused.value.code == 40060


async def test_a_bot_that_resumes_gets_what_it_missed(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.gateway.lose_sockets()
    await asyncio.wait_for(sandbox.gateway.until(lambda: not sandbox.gateway.is_online), DEADLINE_S)
    invocation = await sandbox.member("ada").invoke("hold")
    assert (await invocation.answer(DEADLINE_S))["content"] == "held"
    await asyncio.wait_for(bot.resumed.wait(), DEADLINE_S)


async def test_a_bot_asked_to_reconnect_resumes(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.gateway.reconnect()
    await asyncio.wait_for(bot.resumed.wait(), DEADLINE_S)
    invocation = await sandbox.member("ada").invoke("hold")
    assert (await invocation.answer(DEADLINE_S))["content"] == "held"


async def test_a_wrong_body_is_a_violation(sandbox: Sandbox, bot: Bot) -> None:
    await (await sandbox.member("ada").invoke("hold")).answer(DEADLINE_S)
    with pytest.raises(discord.HTTPException) as refused:
        await bot.http.request(
            Route("POST", "/channels/{channel_id}/messages", channel_id=sandbox.channel_id),
            json={"contents": "typo"},
        )
    assert refused.value.code == 50035
    assert [each.method for each in sandbox.violations] == ["POST"]
    assert "contents" in sandbox.violations[0].message


async def test_a_wrong_token_cannot_log_in(sandbox: Sandbox) -> None:
    with pointed_at(sandbox):
        client = Bot()
        with pytest.raises(discord.LoginFailure):
            await client.start("wrong")
        await client.close()
