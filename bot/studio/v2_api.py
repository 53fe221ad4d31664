"""V2's endpoints."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.studio import v2_answers
from bot.studio.images import ImageLinks
from bot.studio.intake import Intake, Parse
from bot.studio.queue import PaintingQueue
from bot.studio.refusals import Reason, Refused
from bot.studio.tasks import TaskBook
from bot.studio.v2_img2img import parse_v2_img2img
from bot.studio.v2_request import parse_v2
from bot.studio.v2_upscale import parse_v2_upscale


class V2Api:
    """Three submits and ``GET /v2/progress``; the rest of V2 is answered with code 10."""

    def __init__(
        self, *, intake: Intake, book: TaskBook, queue: PaintingQueue, links: ImageLinks
    ) -> None:
        self._intake = intake
        self._book = book
        self._queue = queue
        self._links = links

    def routes(self) -> list[web.RouteDef]:
        """Return the endpoints, the one that takes all others last."""
        return [
            web.post("/v2/txt2img", self._submit(parse_v2)),
            web.post("/v2/img2img", self._submit(parse_v2_img2img)),
            web.post("/v2/upscale", self._submit(parse_v2_upscale)),
            web.get("/v2/progress", self._progress),
            web.route("*", "/v2/{rest:.*}", self._not_supported),
        ]

    def _submit(self, parse: Parse) -> Handler:
        async def submit(request: web.Request) -> web.Response:
            return v2_answers.accepted(await self._intake.take("v2", await request.read(), parse))

        return submit

    async def _progress(self, request: web.Request) -> web.Response:
        task = self._book.get(request.query.get("task_id", ""))
        return v2_answers.progress(
            task,
            urls=self._links.results(request, task),
            previews=self._links.previews(request, task),
            eta_s=self._queue.eta_s(task),
        )

    async def _not_supported(self, request: web.Request) -> web.Response:
        raise Refused(Reason.NOT_SUPPORTED, f"{request.path} is not supported")
