"""Images over HTTP: links to them, and the endpoint behind the links."""

import asyncio
from datetime import timedelta

from aiohttp import web

from bot.studio.links import IMAGES_PATH, Links
from bot.studio.refusals import Refused
from bot.studio.tasks import Status, Task, TaskBook
from bot.timing import Time

_PREVIEW_TTL_S = 3600
_TASK_ID_LENGTH = 36
_PREVIEW = "-preview-"


class ImageLinks:
    """Links for one answer, to where the client itself came: that address surely works for it."""

    def __init__(self, links: Links, *, public_url: str, time: Time) -> None:
        self._links = links
        self._public_url = public_url
        self._time = time

    def results(self, request: web.Request, task: Task) -> list[str]:
        """Return a link to every image of *task*; none before it has succeeded."""
        if task.status is not Status.SUCCEEDED or task.finished_at is None:
            return []
        # Counted from the end of the task, so that looking again does not prolong a link.
        expires_at = task.finished_at + timedelta(seconds=task.request.link_ttl_s)
        origin = self._origin(request)
        return [self._links.url(origin, image.name, expires_at) for image in task.images]

    def previews(self, request: web.Request, task: Task) -> list[str]:
        """Return a link to the newest preview of every unfinished image.

        The pages about V2 call ``current_images`` a list of strings and no more. ``imgs`` beside
        it is documented as links, base64 is documented nowhere in that answer: so these are links
        too, and whoever can download a result can download a preview. The step in the name makes
        a new picture a new address.
        """
        expires_at = self._time.now() + timedelta(seconds=_PREVIEW_TTL_S)
        origin = self._origin(request)
        return [
            self._links.url(origin, f"{task.task_id}{_PREVIEW}{index}-{step}.webp", expires_at)
            for index, (step, _) in sorted(task.previews.items())
        ]

    def _origin(self, request: web.Request) -> str:
        return self._public_url or str(request.url.origin())


class ImagesApi:
    """``GET /images/NAME``: 403 for a link that is wrong or too old, 404 for a lost image."""

    def __init__(self, links: Links, *, book: TaskBook, time: Time) -> None:
        self._links = links
        self._book = book
        self._time = time

    def routes(self) -> list[web.RouteDef]:
        """Return the one endpoint."""
        return [web.get(f"{IMAGES_PATH}/{{name}}", self._image)]

    async def _image(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        exp, sig = request.query.get("exp", ""), request.query.get("sig", "")
        if not self._links.is_valid(name, exp, sig, self._time.now()):
            raise web.HTTPForbidden(text="the link has expired or is wrong")
        try:
            task = self._book.get(task_id_of(name))
        except Refused:
            raise web.HTTPNotFound(text="the image is gone") from None
        if _PREVIEW in name:
            return _preview(task, name)
        return await _result(task, name)


def task_id_of(name: str) -> str:
    """Return the id of the task that an image's file name begins with."""
    return name[:_TASK_ID_LENGTH]


def _preview(task: Task, name: str) -> web.Response:
    index = name.rpartition(_PREVIEW)[2].partition("-")[0]
    _, content = task.previews.get(int(index), (0, b""))
    if not content:
        raise web.HTTPNotFound(text="the preview is gone")
    return web.Response(body=content, content_type="image/webp")


async def _result(task: Task, name: str) -> web.Response:
    image = task.image(name)
    if image is None:
        raise web.HTTPNotFound(text="the image is gone")
    try:
        content = await asyncio.to_thread(image.path.read_bytes)
    except FileNotFoundError:
        raise web.HTTPNotFound(text="the image is gone") from None
    return web.Response(body=content, content_type=f"image/{image.image_type}")
