"""Files of messages: from Discord's own hosts only, without redirects, and bounded."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.domain.input_image import MAX_SIZE_BYTES
from bot.replies.pictures.discord_files import DiscordFiles

DISCORD = DiscordFiles("https://cdn.discordapp.com")


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3",
        "https://media.discordapp.net/attachments/1/2/a.png",
        "https://images-ext-1.discordapp.net/external/abc/https/example.org/a.png",
    ],
)
def test_discords_own_hosts_are_asked(url: str) -> None:
    assert DISCORD.is_ours(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/attachments/1/2/a.png",
        "https://cdn.discordapp.com.example.org/a.png",
        "https://cdn.discordapp.com:8443/attachments/1/2/a.png",
        "https://user@media.discordapp.net/a.png",
        "https://notdiscordapp.net/a.png",
        "https://example.org/cdn.discordapp.com/a.png",
        "http://127.0.0.1:9/a.png",
        "https://[::1/a.png",
        "https://media.discordapp.net:x/a.png",
        "file:///etc/passwd",
        "attachment://a.png",
        "",
    ],
)
def test_no_other_host_is_asked(url: str) -> None:
    assert not DISCORD.is_ours(url)


class Cdn:
    """A host that hands out, redirects, or sends more than anybody wants."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.asked.append(name)
        if name == "gone":
            return web.Response(status=404)
        if name == "moved":
            raise web.HTTPFound(f"{self.url}/cdn/there")
        return web.Response(body=b"x" * (MAX_SIZE_BYTES + 1) if name == "huge" else b"picture")


@pytest.fixture
async def cdn() -> AsyncIterator[Cdn]:
    cdn, app = Cdn(), web.Application()
    app.router.add_get("/cdn/{name}", cdn.answer)
    app.router.add_get("/api/{name}", cdn.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    cdn.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield cdn
    await runner.cleanup()


async def test_a_file_is_fetched_from_the_host_of_the_settings(cdn: Cdn) -> None:
    files = DiscordFiles(f"{cdn.url}/cdn")
    assert await files.read(f"{cdn.url}/cdn/there", 5.0) == b"picture"


@pytest.mark.parametrize("name", ["gone", "moved", "huge"])
async def test_what_is_gone_moved_or_too_large_is_not_to_be_had(cdn: Cdn, name: str) -> None:
    files = DiscordFiles(f"{cdn.url}/cdn")
    assert await files.read(f"{cdn.url}/cdn/{name}", 5.0) is None
    assert cdn.asked == [name]  # and no redirect was followed


async def test_nothing_beside_its_files_is_asked_of_the_host(cdn: Cdn) -> None:
    files = DiscordFiles(f"{cdn.url}/cdn")
    assert await files.read(f"{cdn.url}/api/there", 5.0) is None
    assert cdn.asked == []


async def test_a_host_that_is_late_is_not_waited_for(cdn: Cdn) -> None:
    files = DiscordFiles(f"{cdn.url}/cdn")
    assert await files.read(f"{cdn.url}/cdn/there", 0.0) is None
