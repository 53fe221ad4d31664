"""Handing a member everything that is theirs: texts as JSON and images, in ZIP files.

Read page by page and written to a folder of its own, which is emptied as the files are sent: so
neither memory nor disk hold more than a few of them, however much a member has made.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path

import structlog

from bot.domain.generation import Generation, Status, StoredImage
from bot.domain.image_header import image_header
from bot.errors import NotAllowed
from bot.generation.export_folders import ExportFolders
from bot.generation.export_parts import NoPartLeft, Parts, TooLarge
from bot.store.holdings import Holdings
from bot.store.image_files import input_path, run_on_files
from bot.store.member_settings import MemberSettingsStore
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_AT_ONCE = 2
_HEADER_BYTES = 65_536  # of a JPEG, whose size may stand behind a profile


class ExportKind(StrEnum):
    """What goes in: everything, the texts alone, or with them the newest images that fit."""

    ALL = "all"
    DATA = "data"
    NEWEST = "newest"


@dataclass(slots=True)
class Left:
    """What did not come along; counted while the files are written."""

    too_large: int = 0
    no_room: int = 0
    gone: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlan:
    """For whom, what, and how large and how many the files may be."""

    member_id: int
    kind: ExportKind
    limit_bytes: int
    most_files: int
    left: Left = field(default_factory=Left)


class Exporting:
    """Writes exports, two at once and one a member."""

    def __init__(
        self, holdings: Holdings, settings: MemberSettingsStore, data_dir: Path, time: Time
    ) -> None:
        self._holdings = holdings
        self._settings = settings
        self._data_dir = data_dir
        self._folders = ExportFolders(data_dir)
        self._time = time
        self._busy: set[int] = set()
        self._rooms = asyncio.Semaphore(_AT_ONCE)

    def check_not_busy(self, member_id: int) -> None:
        """Let one export of a member pass at a time.

        Raises:
            NotAllowed: Another is under way.
        """
        if member_id in self._busy:
            raise NotAllowed(_("Your data is being collected already."))

    async def image_bytes(self, member_id: int) -> int:
        """Return how large all images of a member are together.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        total, before_id, has_more = 0, None, True
        while has_more:
            page = await self._holdings.image_sizes(member_id, before_id)
            total += page.size_bytes
            before_id, has_more = page.next_before_id, page.next_before_id is not None
        return total

    @asynccontextmanager
    async def files(
        self, plan: ExportPlan, at_once: int
    ) -> AsyncIterator[AsyncIterator[Sequence[Path]]]:
        """Write the files while they are taken, *at_once* at a time; then they are removed.

        Raises:
            NotAllowed: Another export of the same member is under way.
            StorageUnavailable: Disk or database do not answer.
        """
        self.check_not_busy(plan.member_id)
        self._busy.add(plan.member_id)
        try:
            async with self._rooms:
                folder = await self._folders.new()
                try:
                    yield self._written(plan, folder, at_once)
                finally:
                    await self._folders.remove(folder)
        finally:
            self._busy.discard(plan.member_id)

    async def _written(
        self, plan: ExportPlan, folder: Path, at_once: int
    ) -> AsyncIterator[Sequence[Path]]:
        stem = f"easel-{self._time.now():%Y-%m-%d}"
        parts = Parts(folder, stem, plan.limit_bytes, plan.most_files)
        complete: list[Path] = []
        async for write in self._entries(plan, parts):
            await run_on_files(write)
            complete += parts.take_finished()
            while len(complete) >= at_once:
                yield complete[:at_once]
                await run_on_files(partial(_remove, complete[:at_once]))
                del complete[:at_once]
        await run_on_files(parts.close)
        complete += parts.take_finished()
        for first in range(0, len(complete), at_once):
            yield complete[first : first + at_once]

    async def _entries(self, plan: ExportPlan, parts: Parts) -> AsyncIterator[Callable[[], None]]:
        """Yield what writes the entries: first all texts, then the images, the newest first."""
        settings = await self._settings.get(plan.member_id)
        lists = await self._holdings.lists(plan.member_id)
        own = {"options": settings.options, "quick": settings.quick, "private": settings.is_private}
        for name, content in {"settings": own, **lists}.items():
            yield _text(parts, plan.left, f"{name}.json", content)
        number = 0
        async for page in self._pages(plan.member_id):
            number += 1
            rows = [_row(generation) for generation in page]
            yield _text(parts, plan.left, f"generations/{number:05}.json", rows)
        if plan.kind is ExportKind.DATA:
            return
        attached: set[str] = set()  # one picture may be in many requests
        async for page in self._pages(plan.member_id):
            new = _attached(page) - attached
            attached |= new
            yield self._images(parts, plan.left, page, sorted(new))

    async def _pages(self, member_id: int) -> AsyncIterator[Sequence[Generation]]:
        page = await self._holdings.page(member_id)
        while page:
            yield page
            page = await self._holdings.page(member_id, page[-1].id)

    def _images(
        self, parts: Parts, left: Left, page: Sequence[Generation], attached: Sequence[str]
    ) -> Callable[[], None]:
        files = [
            (_image_name(image.path), self._data_dir / image.path)
            for generation in page
            for image in _seen(generation)
        ]

        inputs = [self._data_dir / input_path(sha256) for sha256 in attached]

        def write() -> None:
            for name, path in chain(files, ((_input_name(path), path) for path in inputs)):
                try:
                    parts.add_file(name, path)
                except TooLarge:
                    left.too_large += 1
                except NoPartLeft:
                    left.no_room += 1
                except FileNotFoundError:
                    left.gone += 1

        return write


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink()


def _text(parts: Parts, left: Left, name: str, content: object) -> Callable[[], None]:
    def write() -> None:
        try:
            parts.add_text(name, json.dumps(content, ensure_ascii=False, indent=1, default=_plain))
        except TooLarge:
            left.too_large += 1
        except NoPartLeft:
            left.no_room += 1

    return write


def _row(generation: Generation) -> Mapping[str, object]:
    place = generation.place
    return {
        "id": generation.id,
        "status": generation.status,
        "created_at": generation.created_at,
        "finished_at": generation.finished_at,
        "server_id": place.server_id,
        "channel_id": place.channel_id,
        "message_id": place.message_id,
        "private": place.is_private,
        "style": generation.style,
        "origin": generation.origin,
        "parent_id": generation.parent_id,
        "units": generation.units,
        "reason": generation.reason,
        "request": generation.request.model_dump(mode="json"),
        "images": [
            {
                "file": _image_name(image.path),
                "seed": image.seed,
                "width_px": image.width_px,
                "height_px": image.height_px,
                "size_bytes": image.size_bytes,
            }
            for image in _seen(generation)
        ],
    }


def _seen(generation: Generation) -> Sequence[StoredImage]:
    """Return the images that the member may see: not those that a moderator or a rule keeps."""
    return generation.images if generation.status is Status.DELIVERED else ()


def _attached(page: Sequence[Generation]) -> set[str]:
    """Return the hashes of what the member attached; a child's source is an image of its parent."""
    return {
        sha256
        for generation in page
        if generation.parent_id is None
        for sha256 in generation.request.input_hashes
    }


def _input_name(path: Path) -> str:
    """Return how an attached picture is called in the export: as its request names it."""
    try:
        with path.open("rb") as file:
            header = image_header(file.read(_HEADER_BYTES))
    except FileNotFoundError:
        header = None
    return f"attached/{path.name}" + (f".{header.format}" if header else "")


def _image_name(path: str) -> str:
    return f"images/{Path(path).name}"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
