"""V2's endpoints."""

from aiohttp import web

from bot.studio import v2_answers
from bot.studio.images import ImageLinks
from bot.studio.intake import Intake
from bot.studio.queue import PaintingQueue
from bot.studio.refusals import Reason, Refused
from bot.studio.tasks import TaskBook
from bot.studio.v2_request import parse_v2


class V2Api:
    """``POST /v2/txt2img`` and ``GET /v2/progress``; the rest of V2 is answered with code 10."""

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
            web.post("/v2/txt2img", self._submit),
            web.get("/v2/progress", self._progress),
            web.route("*", "/v2/{rest:.*}", self._not_supported),
        ]

    async def _submit(self, request: web.Request) -> web.Response:
        task = await self._intake.take("v2", await request.read(), parse_v2)
        return v2_answers.accepted(task)

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
