"""The CDN: signed links that expire, and avatars."""

from tests.unit.sandbox.raw_bot import RawBot

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02"


async def link_of_a_file(bot: RawBot) -> str:
    path = f"/channels/{bot.sandbox.channel_id}/messages"
    message = await bot.call("POST", path, {"content": "x"}, files={"a.png": PNG})
    url: str = message.json["attachments"][0]["url"]
    return url


async def fetched(bot: RawBot, url: str) -> tuple[int, str, bytes]:
    async with bot.http.get(url) as response:
        return response.status, response.content_type, await response.read()


async def test_a_signed_link_gives_the_bytes(bot: RawBot) -> None:
    assert await fetched(bot, await link_of_a_file(bot)) == (200, "image/png", PNG)


async def test_a_link_expires_after_a_day_and_a_new_look_signs_anew(bot: RawBot) -> None:
    url = await link_of_a_file(bot)
    await bot.clock.advance(24 * 3600)
    assert (await fetched(bot, url))[0] == 404
    (message,) = bot.sandbox.messages(bot.sandbox.channel_id)
    assert (await fetched(bot, message["attachments"][0]["url"]))[0] == 200


async def test_a_link_without_its_signature_or_with_another_is_refused(bot: RawBot) -> None:
    url = await link_of_a_file(bot)
    assert (await fetched(bot, url.partition("?")[0]))[0] == 404
    assert (await fetched(bot, url[:-1] + ("0" if url[-1] != "0" else "1")))[0] == 404


async def test_everyone_has_an_avatar(bot: RawBot) -> None:
    me = (await bot.call("GET", "/users/@me")).json
    url = f"{bot.sandbox.cdn_url}/avatars/{me['id']}/{me['avatar']}.png?size=128"
    status, kind, data = await fetched(bot, url)
    assert (status, kind, data[:4]) == (200, "image/png", b"\x89PNG")
