"""What members write themselves, with files."""

import pytest

from bot.sandbox import ClientRefusal, Upload
from tests.unit.sandbox.raw_bot import RawBot


async def test_a_posted_file_stays_byte_for_byte_and_keeps_its_alt_text(bot: RawBot) -> None:
    data = bytes(range(256)) * 3
    file = Upload(filename="my style.toml", data=data, description="A style")
    posted = bot.sandbox.member("ada").say("", files=[file])
    (attachment,) = posted["attachments"]
    assert (attachment["filename"], attachment["size"]) == ("my_style.toml", len(data))
    assert attachment["description"] == "A style"
    async with bot.http.get(attachment["url"]) as response:
        assert await response.read() == data
        # It stands on the page's own origin, so a browser must not open it there.
        assert response.headers["Content-Disposition"] == "attachment"


async def test_the_bot_reads_members_words_only_with_the_intent(bot: RawBot) -> None:
    file = Upload(filename="a.png", data=b"1234")
    posted = bot.sandbox.member("ada").say("hello", files=[file])
    path = f"/channels/{posted['channel_id']}/messages/{posted['id']}"
    seen = (await bot.call("GET", path)).json
    assert (seen["content"], seen["attachments"]) == ("", [])


@pytest.mark.parametrize(
    ("text", "count", "refusal"),
    [("  ", 0, "nothing to send"), ("x" * 2001, 0, "2000 characters"), ("", 11, "10 files")],
)
async def test_a_client_does_not_send_what_is_too_much(
    bot: RawBot, text: str, count: int, refusal: str
) -> None:
    files = [Upload(filename=f"{number}.txt", data=b"1") for number in range(count)]
    with pytest.raises(ClientRefusal, match=refusal):
        bot.sandbox.member("ada").say(text, files=files)


async def test_a_file_above_the_limit_is_refused(bot: RawBot) -> None:
    file = Upload(filename="a.bin", data=bytes(10 * 1024 * 1024 + 1))
    with pytest.raises(ClientRefusal, match="too large"):
        bot.sandbox.member("ada").say("", files=[file])


async def test_only_the_author_and_moderators_delete_a_message(bot: RawBot) -> None:
    ada, ben, mod = (bot.sandbox.member(name) for name in ("ada", "ben", "mod"))
    first, second = ada.say("one"), ada.say("two")
    with pytest.raises(ClientRefusal, match="may not delete"):
        ben.delete(first["id"])
    ada.delete(first["id"])
    mod.delete(second["id"])
    assert bot.sandbox.messages(bot.sandbox.channel_id) == []
