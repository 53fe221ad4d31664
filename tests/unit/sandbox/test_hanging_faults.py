"""Faults that strike before or after the effect, and how a test learns of the moment."""

import asyncio

import aiohttp
import pytest

from bot.sandbox.faults import Hang, Slow, TooManyRequests
from tests.unit.sandbox.raw_bot import DEADLINE_S, RawBot


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_request_hangs_before_or_after_its_effect(
    bot: RawBot,
    is_done: bool,  # noqa: FBT001 - a case
) -> None:
    strike = bot.sandbox.faults.plan(Hang(is_done=is_done), method="POST")
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    call = asyncio.create_task(bot.call("POST", path, {"content": "x"}))
    async with asyncio.timeout(DEADLINE_S):
        await strike.happened.wait()
    assert len(bot.sandbox.messages(bot.sandbox.channel_id)) == int(is_done)
    assert not call.done()
    bot.sandbox.faults.stop()
    with pytest.raises(aiohttp.ClientError):
        await call


async def test_a_slow_answer_comes_after_its_effect_and_is_whole(bot: RawBot) -> None:
    strike = bot.sandbox.faults.plan(Slow(delay_s=60, is_done=True), method="POST")
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    call = asyncio.create_task(bot.call("POST", path, {"content": "x"}))
    async with asyncio.timeout(DEADLINE_S):
        await strike.happened.wait()
    assert len(bot.sandbox.messages(bot.sandbox.channel_id)) == 1
    assert not call.done()
    await bot.clock.advance(60)
    assert (await call).json["content"] == "x"


async def test_a_fault_can_wait_for_a_request_with_files(bot: RawBot) -> None:
    bot.sandbox.faults.plan(TooManyRequests(is_global=True), method="POST", has_files=True)
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    assert (await bot.call("POST", path, {"content": "x"})).status == 200
    refused = await bot.call("POST", path, {"content": "x"}, files={"a.png": b"1"})
    assert refused.status == 429
    assert refused.json["global"]
    assert refused.headers["X-RateLimit-Global"] == "true"
