"""An image service that costs next to nothing, so that the bot is what is measured.

It speaks the part of Novita's V2 that a plain request needs; each task is done after a set time,
and each has the same picture.
"""

import asyncio
import base64
import io
import itertools
import os
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web
from PIL import Image

MODEL = "benchmark.safetensors"


class ImageService:
    """Tasks last ``duration_s()`` from their submit on; it is asked at each submit.

    Attributes:
        looks: Calls of the progress route.
        looked_at: The tasks that were asked for since this set was last cleared.
        done_at_s: By prompt, the monotonic time at which its task is or was done.
        downloads: Images fetched.
        is_hasty: Every task, the running ones too, is done at the next look.
    """

    def __init__(self, duration_s: Callable[[], float], *, side_px: int = 64) -> None:
        self._duration_s = duration_s
        self._side_px = side_px
        self._numbers = itertools.count(1)
        self._tasks: dict[str, tuple[float, float]] = {}
        self._picture = b""
        self._preview = ""
        self._address = ""
        self._runner: web.AppRunner | None = None
        self.looks = 0
        self.looked_at: set[str] = set()
        self.done_at_s: dict[str, float] = {}
        self.downloads = 0
        self.is_hasty = False

    @property
    def submits(self) -> int:
        """How many tasks were accepted."""
        return len(self._tasks)

    @property
    def base_url(self) -> str:
        return self._address

    async def __aenter__(self) -> Self:
        self._picture = await asyncio.to_thread(picture, self._side_px)
        self._preview = base64.b64encode(await asyncio.to_thread(picture, 32)).decode("ascii")
        app = web.Application()
        app.add_routes(
            [
                web.post("/v2/txt2img", self._submit),
                web.post("/v2/img2img", self._submit),
                web.get("/v2/progress", self._look),
                web.get("/v3/model", self._models),
                web.get("/images/{name}", self._image),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _submit(self, request: web.Request) -> web.Response:
        body = await request.json()
        task_id = f"task-{next(self._numbers)}"
        began_s, duration_s = asyncio.get_running_loop().time(), self._duration_s()
        self._tasks[task_id] = (began_s, duration_s)
        self.done_at_s[body["prompt"]] = began_s + duration_s
        return web.json_response({"code": 0, "msg": "", "data": {"task_id": task_id}})

    async def _look(self, request: web.Request) -> web.Response:
        self.looks += 1
        task_id = request.query["task_id"]
        self.looked_at.add(task_id)
        began_s, duration_s = self._tasks[task_id]
        left_s = began_s + duration_s - asyncio.get_running_loop().time()
        if self.is_hasty or left_s <= 0:
            data = {"status": 2, "progress": 1, "imgs": [f"{self._address}/images/{task_id}.png"]}
        else:
            data = {
                "status": 1,
                "progress": round(1 - left_s / duration_s, 3),
                "eta_relative": round(left_s, 2),
                "current_images": [self._preview],
            }
        return web.json_response({"code": 0, "msg": "", "data": data})

    async def _image(self, _request: web.Request) -> web.Response:
        self.downloads += 1
        return web.Response(body=self._picture, content_type="image/png")

    async def _models(self, request: web.Request) -> web.Response:
        kind = request.query.get("filter.types", "")
        entry = {"name": MODEL, "sd_name_in_api": MODEL, "type": {"name": kind}, "status": 1}
        return web.json_response({"models": [entry], "pagination": {"next_cursor": ""}})


def picture(side_px: int) -> bytes:
    """Return a PNG of noise, which does not compress: as heavy as a detailed picture can be."""
    file = io.BytesIO()
    noise = os.urandom(side_px * side_px * 3)
    Image.frombytes("RGB", (side_px, side_px), noise).save(file, "PNG", compress_level=1)
    return file.getvalue()
