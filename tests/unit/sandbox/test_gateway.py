"""The gateway, spoken to without a library."""

import json
import zlib
from typing import Any

import aiohttp
import pytest

from tests.unit.sandbox.raw_bot import DEADLINE_S, RawBot

IDENTIFY = {"intents": 1, "properties": {}}


async def connected(bot: RawBot, query: str = "?v=10") -> aiohttp.ClientWebSocketResponse:
    return await bot.http.ws_connect(bot.sandbox.gateway_url + query)


async def received(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    payload: dict[str, Any] = await socket.receive_json(timeout=DEADLINE_S)
    return payload


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"op": 2, "d": {**IDENTIFY, "token": "wrong"}}, 4004),
        ({"op": 2, "d": {**IDENTIFY, "token": "right", "intents": 1 << 15}}, 4014),
        ({"op": 2, "d": {**IDENTIFY, "token": "right", "intents": -1}}, 4013),
        ({"op": 2, "d": {**IDENTIFY, "token": "right", "shard": [2, 1]}}, 4010),
        ({"op": 3, "d": {}}, 4003),
        ({"op": 99, "d": {}}, 4003),
        ("no json", 4002),
        ({"op": 1, "d": "x" * 5000}, 4002),
    ],
)
async def test_a_wrong_client_is_told_its_code(bot: RawBot, sent: Any, code: int) -> None:
    socket = await connected(bot)
    assert (await received(socket))["op"] == 10
    text = sent if isinstance(sent, str) else json.dumps(sent)
    await socket.send_str(text.replace('"right"', json.dumps(bot.sandbox.token)))
    message = await socket.receive(timeout=DEADLINE_S)
    assert message.type is aiohttp.WSMsgType.CLOSE
    assert socket.close_code == code


async def test_heartbeats_are_acknowledged(bot: RawBot) -> None:
    await bot.socket.send_json({"op": 1, "d": None})
    assert (await received(bot.socket))["op"] == 11


async def test_a_session_resumes_with_what_it_missed(bot: RawBot) -> None:
    socket = await connected(bot)
    await received(socket)
    await socket.send_json({"op": 2, "d": {**IDENTIFY, "token": bot.sandbox.token}})
    ready, guild = await received(socket), await received(socket)
    assert (ready["t"], guild["t"]) == ("READY", "GUILD_CREATE")
    assert guild["d"]["member_count"] == 6
    await socket.close()
    await bot.sandbox.member("ada").invoke("imagine", {"prompt": "missed"})
    resumed = await connected(bot)
    await received(resumed)
    wanted = {"session_id": ready["d"]["session_id"], "seq": guild["s"]}
    await resumed.send_json({"op": 6, "d": {**wanted, "token": bot.sandbox.token}})
    missed, done = await received(resumed), await received(resumed)
    assert (missed["t"], done["t"]) == ("INTERACTION_CREATE", "RESUMED")
    assert missed["s"] == guild["s"] + 1


async def test_an_unknown_session_is_invalid(bot: RawBot) -> None:
    socket = await connected(bot)
    await received(socket)
    wanted = {"session_id": "gone", "seq": 3, "token": bot.sandbox.token}
    await socket.send_json({"op": 6, "d": wanted})
    answer = await received(socket)
    assert (answer["op"], answer["d"]) == (9, False)
    await socket.send_json({"op": 2, "d": {**IDENTIFY, "token": bot.sandbox.token}})
    assert (await received(socket))["t"] == "READY"


async def test_one_zlib_stream_runs_through_the_connection(bot: RawBot) -> None:
    socket = await connected(bot, "?v=10&encoding=json&compress=zlib-stream")
    await socket.send_json({"op": 2, "d": {**IDENTIFY, "token": bot.sandbox.token}})
    inflater, names = zlib.decompressobj(), []
    while "GUILD_CREATE" not in names:
        data = await socket.receive_bytes(timeout=DEADLINE_S)
        assert data.endswith(b"\x00\x00\xff\xff")
        names.append(json.loads(inflater.decompress(data))["t"])
    assert names == [None, "READY", "GUILD_CREATE"]


async def test_members_are_sent_when_asked_for(bot: RawBot) -> None:
    asked = {"guild_id": str(bot.sandbox.guild_id), "query": "", "limit": 0, "nonce": "n"}
    await bot.socket.send_json({"op": 8, "d": asked})
    chunk = await bot.event("GUILD_MEMBERS_CHUNK")
    names = [each["user"]["username"] for each in chunk["members"]]
    assert names == ["Easel", "ada", "ben", "cleo", "mod", "yuki"]
    assert chunk["nonce"] == "n"


async def test_reconnect_and_invalid_session_are_sent_on_demand(bot: RawBot) -> None:
    bot.sandbox.gateway.reconnect()
    assert (await received(bot.socket))["op"] == 7
    bot.sandbox.gateway.invalidate()
    answer = await received(bot.socket)
    assert (answer["op"], answer["d"]) == (9, False)
    assert not bot.sandbox.gateway.is_online


async def test_messages_are_told_to_who_asked_for_them_without_their_words(bot: RawBot) -> None:
    socket = await connected(bot)
    await socket.send_json({"op": 2, "d": {"token": bot.sandbox.token, "intents": 1 << 9}})
    while (await received(socket))["t"] != "READY":
        pass
    bot.sandbox.member("ada").say("between us")
    told = await received(socket)
    assert told["t"] == "MESSAGE_CREATE"
    assert told["d"]["content"] == ""
    assert told["d"]["author"]["username"] == "ada"
