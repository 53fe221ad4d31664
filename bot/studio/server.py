"""The studio as a whole: built from its parts, started and stopped."""

import asyncio
import re
import shutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog
from aiohttp import web

from bot.errors import SettingsError
from bot.studio.catalogue import Catalogue
from bot.studio.doors import fault_door, key_door, refusal_door
from bot.studio.faults import Faults
from bot.studio.images import ImageLinks, ImagesApi
from bot.studio.intake import Intake
from bot.studio.journal import Journal
from bot.studio.journal_api import JournalApi
from bot.studio.links import Links
from bot.studio.models_api import ModelsApi
from bot.studio.pool import PaintingPool
from bot.studio.queue import PaintingQueue
from bot.studio.settings import MEBIBYTE, StudioSettings
from bot.studio.subject import Subjects
from bot.studio.tasks import TaskBook
from bot.studio.v2_api import V2Api
from bot.studio.v3_api import V3Api
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_BODY_BYTES_MAX = 64 * MEBIBYTE
_CLOSING_DEADLINE_S = 0.5
_TASK_FOLDER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Studio:
    """An image service on this machine that speaks Novita's V2 and V3.

    Attributes:
        faults: Trouble on purpose.
        journal: What was accepted.
        pool: The painting processes.
    """

    def __init__(self, settings: StudioSettings, time: Time) -> None:
        self._settings = settings
        self._time = time
        self._exit = AsyncExitStack()
        self._base_url = ""
        self.faults = Faults()
        self.journal = Journal()
        self.pool = PaintingPool(painter=settings.painter, size=settings.workers)

    @property
    def base_url(self) -> str:
        """Where it listens, without a slash at the end; empty before the start."""
        return self._base_url

    async def start(self) -> None:
        """Listen and begin to start the painting processes, without waiting for them.

        Raises:
            SettingsError: The address cannot be listened on, or the folder cannot be made.
        """
        async with AsyncExitStack() as stack:
            try:
                await self._start(stack)
            except OSError as error:
                raise SettingsError(
                    f"The studio cannot start on {self._settings.host}:{self._settings.port}: "
                    f"{error.strerror}."
                ) from error
            self._exit = stack.pop_all()
        logger.info("the studio listens", address=self._base_url)

    async def stop(self) -> None:
        """End everything, the painting processes too, and remove a temporary folder."""
        await self._exit.aclose()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    async def _start(self, stack: AsyncExitStack) -> None:
        folder = await self._folder(stack)
        catalogue = await asyncio.to_thread(Catalogue.load)
        stack.push_async_callback(self.pool.close)
        self.pool.start()
        book = TaskBook(kept_tasks=self._settings.kept_tasks, kept_bytes=self._settings.kept_bytes)
        queue = PaintingQueue(
            self._settings,
            pool=self.pool,
            book=book,
            faults=self.faults,
            time=self._time,
            folder=folder,
        )
        stack.push_async_callback(queue.close)
        queue.start()
        runner = web.AppRunner(
            self._app(catalogue, book, queue),
            access_log=None,
            shutdown_timeout=_CLOSING_DEADLINE_S,
        )
        stack.push_async_callback(runner.cleanup)
        stack.callback(self.faults.stop)
        await runner.setup()
        await web.TCPSite(runner, self._settings.host, self._settings.port).start()
        host, port = runner.addresses[0][:2]
        self._base_url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def _folder(self, stack: AsyncExitStack) -> Path:
        """Return the folder for images; a temporary one is removed in the end."""
        if self._settings.data_dir is not None:
            folder = self._settings.data_dir
            await asyncio.to_thread(_make_empty, folder)
            return folder
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="easel-studio-"))
        stack.push_async_callback(asyncio.to_thread, shutil.rmtree, folder, ignore_errors=True)
        return folder

    def _app(self, catalogue: Catalogue, book: TaskBook, queue: PaintingQueue) -> web.Application:
        links = Links(self._settings.link_secret)
        image_links = ImageLinks(links, public_url=self._settings.public_url, time=self._time)
        intake = Intake(self._settings, catalogue=catalogue, queue=queue, journal=self.journal)
        app = web.Application(
            client_max_size=_BODY_BYTES_MAX,
            middlewares=[
                refusal_door(),
                key_door(self._settings.api_key),
                fault_door(self.faults, Subjects(book), self._time),
            ],
        )
        app.add_routes(
            [
                *ImagesApi(links, book=book, time=self._time).routes(),
                *JournalApi(self.journal).routes(),
                *ModelsApi(catalogue).routes(),
                *V2Api(intake=intake, book=book, queue=queue, links=image_links).routes(),
                *V3Api(intake=intake, book=book, links=image_links).routes(),
            ]
        )
        return app


def _make_empty(folder: Path) -> None:
    """Make *folder* without what an earlier run left: no task knows those images any more."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if _TASK_FOLDER.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)
