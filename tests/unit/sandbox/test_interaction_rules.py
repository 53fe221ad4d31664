"""Discord's rules for answering an interaction, broken one by one."""

import pytest

from bot.sandbox import NotAnswered
from tests.unit.sandbox.raw_bot import DEADLINE_S, EPHEMERAL, V2, RawBot


async def test_a_second_first_answer_is_refused(bot: RawBot) -> None:
    asked = await bot.asked()
    assert (await asked.answer(4, {"content": "one"})).status == 200
    second = await asked.answer(4, {"content": "two"})
    assert (second.status, second.code) == (400, 40060)


async def test_an_unknown_token_does_not_answer(bot: RawBot) -> None:
    asked = await bot.asked()
    asked.data["token"] = "guessed"
    refused = await asked.answer(4, {"content": "one"})
    assert (refused.status, refused.code) == (404, 10062)


async def test_an_answer_at_three_seconds_is_in_time_and_later_is_not(bot: RawBot) -> None:
    first, second = await bot.asked(), await bot.asked()
    await bot.clock.advance(2.9)
    assert (await first.answer(5)).status == 200
    await bot.clock.advance(0.2)
    late = await second.answer(5)
    assert (late.status, late.code) == (404, 10062)
    with pytest.raises(NotAnswered, match="did not respond"):
        await second.invocation.answer(DEADLINE_S)


async def test_the_original_is_unknown_before_the_first_answer(bot: RawBot) -> None:
    asked = await bot.asked()
    for method in ("GET", "PATCH", "DELETE"):
        body = {"content": "x"} if method == "PATCH" else None
        refused = await bot.call(method, asked.original, body)
        assert (refused.status, refused.code) == (404, 10015)
    followup = await bot.call("POST", asked.hook, {"content": "x"})
    assert (followup.status, followup.code) == (404, 10015)


async def test_the_token_dies_after_fifteen_minutes(bot: RawBot) -> None:
    asked = await bot.asked()
    await asked.answer(4, {"content": "one"})
    await bot.clock.advance(15 * 60)
    assert (await bot.call("PATCH", asked.original, {"content": "two"})).status == 200
    await bot.clock.advance(1)
    refused = await bot.call("PATCH", asked.original, {"content": "three"})
    assert (refused.status, refused.code) == (401, 50027)


@pytest.mark.parametrize("kind", [6, 7, 8])
async def test_a_command_cannot_be_answered_like_something_else(bot: RawBot, kind: int) -> None:
    asked = await bot.asked()
    data = {8: {"choices": []}, 7: {"content": "x"}}.get(kind)
    refused = await asked.answer(kind, data)
    assert (refused.status, refused.code) == (400, 50035)
    assert (await asked.answer(4, {"content": "still open"})).status == 200


async def test_a_defer_takes_no_flag_but_ephemeral(bot: RawBot) -> None:
    asked = await bot.asked()
    assert (await asked.answer(5, {"flags": V2})).code == 50035
    assert (await asked.answer(5, {"flags": EPHEMERAL})).status == 200


async def test_the_first_follow_up_fills_the_placeholder(bot: RawBot) -> None:
    asked = await bot.asked()
    answer = await asked.answer(5, {"flags": EPHEMERAL})
    placeholder = answer.json["interaction"]
    assert placeholder["response_message_loading"]
    assert "resource" not in answer.json
    first = await bot.call("POST", asked.hook, {"content": "public?"})
    second = await bot.call("POST", asked.hook, {"content": "more"})
    assert first.json["id"] == placeholder["response_message_id"]
    assert first.json["flags"] == EPHEMERAL
    assert second.json["id"] != first.json["id"]
    assert second.json["flags"] == 0


async def test_a_private_reply_is_seen_by_its_member_alone(bot: RawBot) -> None:
    asked = await bot.asked()
    answer = await asked.answer(4, {"content": "secret", "flags": EPHEMERAL})
    sandbox = bot.sandbox
    seen = {
        name: [each["content"] for each in sandbox.messages(sandbox.channel_id, seen_by=name)]
        for name in ("ada", "ben", "mod")
    }
    assert seen == {"ada": ["secret"], "ben": [], "mod": []}
    message_id = answer.json["resource"]["message"]["id"]
    path = f"/channels/{sandbox.channel_id}/messages/{message_id}"
    assert (await bot.call("PATCH", path, {"content": "x"})).code == 10008


async def test_a_sixth_follow_up_is_refused_where_only_the_member_installed(bot: RawBot) -> None:
    asked = await bot.asked(user_install=True)
    assert asked.data["authorizing_integration_owners"].keys() == {"1"}
    await asked.answer(4, {"content": "one"})
    for number in range(5):
        assert (await bot.call("POST", asked.hook, {"content": str(number)})).status == 200
        await bot.clock.advance(1)
    refused = await bot.call("POST", asked.hook, {"content": "6"})
    assert (refused.status, refused.code) == (400, 40094)


async def test_a_reply_that_a_person_deleted_is_unknown(bot: RawBot) -> None:
    asked = await bot.asked()
    answer = await asked.answer(4, {"content": "one"})
    bot.sandbox.member("mod").delete(answer.json["resource"]["message"]["id"])
    refused = await bot.call("PATCH", asked.original, {"content": "two"})
    assert (refused.status, refused.code) == (404, 10008)


async def test_a_bot_that_is_not_there_gives_no_answer(bot: RawBot) -> None:
    await bot.socket.close()
    invocation = await bot.sandbox.member("ada").invoke("imagine", {"prompt": "x"})
    await bot.clock.advance(3.1)
    with pytest.raises(NotAnswered):
        await invocation.answer(DEADLINE_S)
    assert invocation.failed == "The application did not respond"
