"""The sandbox as a whole: its start and end, and following what a member did."""

import asyncio

import pytest

from bot.sandbox import NotAnswered, Sandbox, SandboxSettings
from tests.unit.sandbox.clock import Clock
from tests.unit.sandbox.raw_bot import DEADLINE_S, RawBot


async def test_a_taken_port_stops_the_start_and_leaves_nothing_behind() -> None:
    async with Sandbox(SandboxSettings(), Clock()) as first:
        port = int(first.rest_url.split(":")[2].split("/")[0])
        second = Sandbox(SandboxSettings(port=port), Clock())
        with pytest.raises(OSError, match="address already in use"):
            await second.start()
        await second.stop()


async def test_the_token_of_a_sandbox_is_not_in_its_settings_text() -> None:
    settings = SandboxSettings()
    assert settings.token not in repr(settings)
    assert settings.token != SandboxSettings().token


async def test_nobody_online_is_a_time_out() -> None:
    async with Sandbox(SandboxSettings(), Clock()) as sandbox:
        with pytest.raises(TimeoutError):
            await sandbox.wait_online(0.01)
        with pytest.raises(TimeoutError):
            await sandbox.wait_commands("imagine", 0.01)


async def test_every_state_of_a_reply_is_seen_until_it_is_deleted(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(5)
    for text in ("10 %", "90 %"):
        await bot.call("PATCH", asked.original, {"content": text})
    await bot.call("DELETE", asked.original)
    async with asyncio.timeout(DEADLINE_S):
        states = [(each["_pending"], each["content"]) async for each in asked.invocation.states()]
    assert states == [(True, ""), (False, "10 %"), (False, "90 %")]


async def test_states_end_when_the_bot_is_silent(bot: RawBot) -> None:
    asked = await bot.asked()
    await bot.clock.advance(3.1)
    async with asyncio.timeout(DEADLINE_S):
        assert [each async for each in asked.invocation.states()] == []
    with pytest.raises(NotAnswered, match="did not respond"):
        await asked.invocation.settled(DEADLINE_S)


async def test_an_answer_waits_for_more_than_thinking(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(5)
    waiting = asyncio.create_task(asked.invocation.answer(DEADLINE_S))
    await bot.call("PATCH", asked.original, {"content": "thought"})
    assert (await waiting)["content"] == "thought"


async def test_two_invocations_do_not_see_each_other(bot: RawBot) -> None:
    first, second = await bot.asked(), await bot.asked()
    await first.answer(4, {"content": "one"})
    await second.answer(4, {"content": "two"})
    for asked in (first, second):
        await bot.call("DELETE", asked.original)
    async with asyncio.timeout(DEADLINE_S):
        seen = [
            [each["content"] async for each in asked.invocation.states()]
            for asked in (first, second)
        ]
    assert seen == [["one"], ["two"]]


async def test_a_reply_to_a_message_names_it(bot: RawBot) -> None:
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    first = (await bot.call("POST", path, {"content": "one"})).json
    body = {"content": "two", "message_reference": {"message_id": first["id"]}}
    second = (await bot.call("POST", path, body)).json
    assert second["message_reference"]["message_id"] == first["id"]
    assert second["referenced_message"]["content"] == "one"
    lost = {"message_id": "5"}
    missing: dict[str, object] = {"content": "three", "message_reference": lost}
    assert (await bot.call("POST", path, missing)).code == 50035
    missing["message_reference"] = {**lost, "fail_if_not_exists": False}
    assert (await bot.call("POST", path, missing)).status == 200
