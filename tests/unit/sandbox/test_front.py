"""The front of the HTTP API: token, rate limits, faults, the OpenAPI check, the journal."""

import aiohttp
import pytest

from bot.sandbox import SandboxSettings
from bot.sandbox.faults import LostConnection, Refused, ServerTrouble, TooManyRequests
from tests.unit.sandbox.raw_bot import RawBot, raw_bot


async def test_a_wrong_token_is_unauthorized(bot: RawBot) -> None:
    assert (await bot.call("GET", "/users/@me", token="wrong")).status == 401


async def test_a_token_s_route_takes_five_calls_in_two_seconds_and_again(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(4, {"content": "0"})
    for _window in range(2):
        for left in range(4, -1, -1):
            passed = await bot.call("PATCH", asked.original, {"content": str(left)})
            assert passed.status == 200
            assert passed.headers["X-RateLimit-Remaining"] == str(left)
        refused = await bot.call("PATCH", asked.original, {"content": "too much"})
        assert refused.status == 429
        assert refused.headers["Via"]
        assert 0 < refused.json["retry_after"] <= 2
        await bot.clock.advance(2)


async def test_two_tokens_have_two_buckets(bot: RawBot) -> None:
    for _token in range(2):
        asked = await bot.asked()
        await asked.answer(4, {"content": "0"})
        for number in range(5):
            body = {"content": str(number)}
            assert (await bot.call("PATCH", asked.original, body)).status == 200


async def test_the_bot_has_fifty_calls_a_second_in_all(bot: RawBot) -> None:
    await bot.clock.advance(10)
    paths = ["/users/@me", "/gateway", f"/guilds/{bot.sandbox.guild_id}"]
    answers = [await bot.call("GET", paths[number % 3]) for number in range(51)]
    assert [each.status for each in answers[:50]] == [200] * 50
    assert answers[50].json["global"]


async def test_planned_faults_strike_once(bot: RawBot) -> None:
    faults = bot.sandbox.faults
    faults.plan(ServerTrouble(status=503), method="GET", route="/users/@me")
    faults.plan(TooManyRequests(has_via=False))
    faults.plan(Refused(status=403, code=50013, message="Missing Permissions"))
    assert (await bot.call("GET", "/gateway")).status == 429
    assert (await bot.call("GET", "/users/@me")).status == 503
    assert (await bot.call("GET", "/users/@me")).code == 50013
    assert (await bot.call("GET", "/users/@me")).status == 200


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_connection_can_be_lost_before_or_after_the_work(
    bot: RawBot,
    is_done: bool,  # noqa: FBT001 - a case
) -> None:
    bot.sandbox.faults.plan(LostConnection(is_done=is_done), method="POST")
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    with pytest.raises(aiohttp.ClientError):
        await bot.call("POST", path, {"content": "x"})
    assert len(bot.sandbox.messages(bot.sandbox.channel_id)) == int(is_done)
    assert bot.sandbox.requests[-1].status == 0


async def test_a_typo_is_a_violation_that_names_the_place(bot: RawBot) -> None:
    asked = await bot.asked()
    refused = await asked.answer(4, {"contents": "x"})
    assert (refused.status, refused.code) == (400, 50035)
    (violation,) = bot.sandbox.violations
    assert violation.path == "/interactions/{interaction_id}/{interaction_token}/callback"
    assert (violation.where, "contents" in violation.message) == ("data", True)


async def test_what_discord_py_adds_is_no_violation(bot: RawBot) -> None:
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    made = await bot.call(
        "POST", path, {"content": "x", "nonce": 7, "tts": False, "embeds": [{"flags": 0}]}
    )
    assert made.status == 200
    edited = await bot.call("PATCH", f"{path}/{made.json['id']}", {"content": "y", "tts": False})
    assert edited.status == 200
    assert bot.sandbox.violations == []


async def test_a_strange_query_and_an_unknown_route_are_violations(bot: RawBot) -> None:
    assert (await bot.call("GET", "/users/@me?colour=red")).code == 50035
    assert (await bot.call("GET", "/stickers")).status == 404
    assert [each.path for each in bot.sandbox.violations] == ["/users/@me", "/stickers"]


async def test_without_the_check_only_the_rules_hold() -> None:
    async with raw_bot(SandboxSettings(checks_requests=False)) as bot:
        assert not bot.sandbox.is_checking
        asked = await bot.asked()
        assert (await asked.answer(4, {"content": "x", "typo": 1})).status == 200


async def test_the_journal_keeps_what_was_sent(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(4, {"content": "x"}, files={"a.png": b"1234"})
    seen = bot.sandbox.requests[-1]
    assert (seen.method, seen.status, seen.files) == ("POST", 200, (("a.png", 4),))
    assert seen.body == {"type": 4, "data": {"content": "x"}}


async def test_a_query_of_the_wrong_kind_is_a_violation(bot: RawBot) -> None:
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    assert (await bot.call("GET", f"{path}?limit=many")).code == 50035
    assert (await bot.call("GET", f"{path}?limit=10")).status == 200


async def test_without_the_check_a_malformed_body_is_refused_all_the_same() -> None:
    async with raw_bot(SandboxSettings(checks_requests=False)) as bot:
        asked = await bot.asked()
        assert (await asked.answer(9, {"title": "no components"})).code == 50035
