"""Serves the page's own files for the scripted server, as the sandbox does."""

import asyncio
from pathlib import Path

from aiohttp import web

import bot.sandbox.page

_PAGE = Path(bot.sandbox.page.__file__).parent
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class PageFiles:
    """The files of bot/sandbox/page, read once."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    async def load(self) -> None:
        self._files = await asyncio.to_thread(_read_all)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_get("/static/{name}", self._static)

    async def _index(self, request: web.Request) -> web.Response:
        return web.Response(body=self._files["index.html"], content_type="text/html")

    async def _static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._files:
            raise web.HTTPNotFound
        return web.Response(body=self._files[name], content_type=_TYPES[Path(name).suffix])


def _read_all() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in _PAGE.iterdir() if file.is_file()}
