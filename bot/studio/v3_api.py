"""V3's endpoints."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.studio import v3_answers
from bot.studio.images import ImageLinks
from bot.studio.intake import Intake, Parse
from bot.studio.refusals import Reason, Refused
from bot.studio.tasks import TaskBook
from bot.studio.v3_img2img import parse_v3_img2img
from bot.studio.v3_request import parse_v3


class V3Api:
    """Text or image to image, the result, and the account; every other endpoint is gone."""

    def __init__(self, *, intake: Intake, book: TaskBook, links: ImageLinks) -> None:
        self._intake = intake
        self._book = book
        self._links = links

    def routes(self) -> list[web.RouteDef]:
        """Return the endpoints, the one that takes all others last."""
        return [
            web.post("/v3/async/txt2img", self._submit(parse_v3)),
            web.post("/v3/async/img2img", self._submit(parse_v3_img2img)),
            web.get("/v3/async/task-result", self._result),
            web.get("/v3/user", self._user),
            web.route("*", "/{rest:v3/.*}", self._gone),
            web.route("*", "/{rest:v3beta/.*}", self._gone),
        ]

    def _submit(self, parse: Parse) -> Handler:
        async def submit(request: web.Request) -> web.Response:
            return v3_answers.accepted(await self._intake.take("v3", await request.read(), parse))

        return submit

    async def _result(self, request: web.Request) -> web.Response:
        task = self._book.get(request.query.get("task_id", ""))
        return v3_answers.task_result(task, self._links.results(request, task))

    async def _user(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"allow_features": [], "credit_balance": self._intake.balance, "free_trial": {}}
        )

    async def _gone(self, request: web.Request) -> web.Response:
        raise Refused(Reason.ENDPOINT_GONE, f"{request.path} is not offered")
