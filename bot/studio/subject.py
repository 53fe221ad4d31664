"""What a request is about: the prompt of the task that it submits, looks at or fetches from."""

from aiohttp import web

from bot.studio.images import task_id_of
from bot.studio.links import IMAGES_PATH
from bot.studio.refusals import Refused
from bot.studio.tasks import TaskBook


class Subjects:
    """Finds the prompt behind a request, so that a fault can wait for one task's requests."""

    def __init__(self, book: TaskBook) -> None:
        self._book = book

    async def prompt(self, request: web.Request) -> str:
        """Return the prompt; of a submit its whole body, of what is about no task nothing."""
        if request.method == "POST":
            return (await request.read()).decode(errors="replace")
        if request.path.startswith(f"{IMAGES_PATH}/"):
            task_id = task_id_of(request.path.rpartition("/")[2])
        else:
            task_id = request.query.get("task_id", "")
        try:
            return self._book.get(task_id).request.prompt
        except Refused:
            return ""
