"""Threads that the bot opens: from a message, as a forum's post, and what it pins in them."""

from tests.unit.sandbox.raw_bot import RawBot
from tests.unit.sandbox.test_upheavals import posted

NAMED = {"name": "A castle in the fog", "auto_archive_duration": 10080}


async def test_a_thread_has_the_id_of_its_message_and_takes_messages(bot: RawBot) -> None:
    message = await posted(bot, bot.sandbox.channel_id)
    made = await bot.call("POST", f"{message}/threads", NAMED)
    assert made.status == 201
    assert made.json["id"] == message.rpartition("/")[2]
    assert made.json["parent_id"] == str(bot.sandbox.channel_id)
    await posted(bot, int(made.json["id"]))
    seen = bot.sandbox.messages(bot.sandbox.channel_id)[-1]
    assert seen["thread"]["name"] == NAMED["name"]


async def test_a_message_has_one_thread_and_a_thread_has_none(bot: RawBot) -> None:
    message = await posted(bot, bot.sandbox.channel_id)
    thread = (await bot.call("POST", f"{message}/threads", NAMED)).json
    assert (await bot.call("POST", f"{message}/threads", NAMED)).code == 160004
    inside = await posted(bot, int(thread["id"]))
    assert (await bot.call("POST", f"{inside}/threads", NAMED)).code == 50024


async def test_a_forum_takes_a_post_with_its_first_message(bot: RawBot) -> None:
    forum = bot.sandbox.channel("gallery")
    made = await bot.call(
        "POST", f"/channels/{forum}/threads", {**NAMED, "message": {"content": "Welcome"}}
    )
    assert made.status == 201
    (first,) = bot.sandbox.messages(int(made.json["id"]))
    assert (first["id"], first["content"]) == (made.json["id"], "Welcome")


async def test_members_ask_in_a_new_thread(bot: RawBot) -> None:
    message = await posted(bot, bot.sandbox.channel_id)
    thread = (await bot.call("POST", f"{message}/threads", NAMED)).json
    asked = await bot.asked(channel_id=int(thread["id"]))
    assert asked.data["channel"]["id"] == thread["id"]


async def test_a_pinned_message_says_so(bot: RawBot) -> None:
    message = await posted(bot, bot.sandbox.channel_id)
    channel, _messages, key = message.rsplit("/", 2)
    assert (await bot.call("PUT", f"{channel}/messages/pins/{key}")).status == 204
    assert bot.sandbox.messages(bot.sandbox.channel_id)[-1]["pinned"] is True
