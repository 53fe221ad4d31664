"""Progress and, where allowed, the picture of the canvas while a task runs."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.domain.generation import Generation
from bot.errors import ProviderError
from bot.generation.announcer import Announcer, Progress
from bot.generation.poller import Poller, WatchedTask
from bot.providers.provider import Provider, TaskState

logger = structlog.stdlib.get_logger(__name__)


# By the rules of a generation's place: nothing looks at a canvas before it is shown.
AllowsPreviews = Callable[[Generation], Awaitable[bool]]


async def everywhere(generation: Generation) -> bool:
    """Allow them whatever the place."""
    del generation
    return True


class Previews:
    """Tells the announcer what a look showed; never more than one download a generation."""

    def __init__(
        self,
        providers: Mapping[str, Provider],
        poller: Poller,
        announcer: Announcer,
        *,
        is_on: bool,
        allows: AllowsPreviews = everywhere,
    ) -> None:
        self._allows = allows
        self._providers = providers
        self._poller = poller
        self._announcer = announcer
        self._is_on = is_on

    async def show(self, task: WatchedTask, state: TaskState) -> None:
        """Announce the progress at once, and once more when a new preview is there.

        By the rules of this moment: where none may be seen any more, the last one goes, too.
        """
        is_shown = await self._may_be_seen(task, state)
        if not is_shown:
            task.preview = None
        elif isinstance(state.preview, bytes):
            task.preview = state.preview
        self._announce(task)
        if is_shown and isinstance(state.preview, str):
            await self._download(task, state.preview)

    def show_silence(self, task: WatchedTask) -> None:
        """Announce that the service does not answer, if it is more than one look that failed."""
        if self._poller.is_unanswered(task.generation.id):
            self._announcer.progress(
                task.generation,
                Progress(fraction=task.fraction, is_held_up=True, preview=task.preview),
            )

    async def _may_be_seen(self, task: WatchedTask, state: TaskState) -> bool:
        if not self._is_on or not (state.preview or task.preview):
            return False
        if task.generation.is_image_reviewed:  # a moderator sees it first
            return False
        return await self._allows(task.generation)

    async def _download(self, task: WatchedTask, url: str) -> None:
        if task.is_fetching_preview or url == task.preview_url:
            return
        task.is_fetching_preview = True
        try:
            task.preview = await self._providers[task.generation.provider].download(url)
        except ProviderError as error:
            logger.debug("no preview", generation=task.generation.id, detail=error.detail)
            return
        finally:
            task.is_fetching_preview = False
        task.preview_url = url
        if self._poller.is_watching(task.generation.id):
            self._announce(task)

    def _announce(self, task: WatchedTask) -> None:
        self._announcer.progress(
            task.generation,
            Progress(fraction=task.fraction, eta_s=task.eta_s, preview=task.preview),
        )
