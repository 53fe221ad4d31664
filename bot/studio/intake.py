"""Taking a submit in: everything between its body and its place in the queue."""

import asyncio
import contextlib
from collections.abc import Callable

from bot.studio.catalogue import Catalogue
from bot.studio.journal import Journal
from bot.studio.queue import PaintingQueue
from bot.studio.refusals import Reason, Refused
from bot.studio.request import TaskRequest
from bot.studio.settings import StudioSettings
from bot.studio.tasks import Task

Parse = Callable[[bytes, Catalogue], tuple[TaskRequest, dict[str, object]]]

# Unpacking a picture takes up to 64 MB and most of a second: a few at once, and no text waits.
_LARGE_BYTES = 1 << 16
_LARGE_AT_ONCE = 2


class Intake:
    """Checks, charges, queues and writes down; the same for both wires."""

    def __init__(
        self,
        settings: StudioSettings,
        *,
        catalogue: Catalogue,
        queue: PaintingQueue,
        journal: Journal,
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._queue = queue
        self._journal = journal
        self._balance = settings.balance
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)

    @property
    def balance(self) -> int:
        """What is left of the account, in 0.0001 USD."""
        return self._balance

    async def take(self, api: str, raw: bytes, parse: Parse) -> Task:
        """Accept the body *raw*, read by *parse*, and return its task.

        Raises:
            Refused: It is not accepted, and nothing was charged.
        """
        async with self._large if len(raw) > _LARGE_BYTES else contextlib.nullcontext():
            request, body = await asyncio.to_thread(parse, raw, self._catalogue)
        prompt = request.prompt.casefold()
        if any(word.casefold() in prompt for word in self._settings.refused_words):
            raise Refused(Reason.PROMPT_REFUSED, "the prompt is illegal")
        price = self._settings.image_price * request.images
        if price > self._balance:
            raise Refused(Reason.NO_BALANCE, "balance not enough")
        task = self._queue.accept(request)
        self._balance -= price
        self._journal.write(task_id=task.task_id, api=api, body=body, at=task.submitted_at)
        return task
