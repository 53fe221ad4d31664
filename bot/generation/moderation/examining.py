"""Looking at images: their perceptual hashes, and what the classifier thinks of them.

It is done in one thread of its own, so that many images at once take no more than one core, and
the same bytes are looked at once.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO

import structlog

from bot.pictures.classifier import Classifier
from bot.pictures.fingerprints import Fingerprint, fingerprint
from bot.pictures.thumbnails import thumbnail

logger = structlog.stdlib.get_logger(__name__)

_SIDE_PX = 512  # both looks shrink further; a JPEG is decoded at about this size
_MOST_KEPT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found; None where nothing could be, as in a flat surface or without classifier."""

    fingerprint: Fingerprint | None = None
    classifier_score: float | None = None


class Examiner:
    """Looks at images, and remembers what it found by the SHA-256 of their bytes."""

    def __init__(self, classifier: Classifier, name: str) -> None:
        self._classifier = classifier
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._found: OrderedDict[str, asyncio.Task[Examined]] = OrderedDict()

    @property
    def has_classifier(self) -> bool:
        """Whether there is a classifier that has not failed."""
        return self._classifier.is_usable

    def seen(self, sha256: str) -> Examined | None:
        """Return what was found in an image lately; None: it is to be looked at."""
        task = self._found.get(sha256)
        if task is None or not task.done() or _is_in_vain(task):
            return None
        return task.result()

    async def examine(self, sha256: str, read: Callable[[], Awaitable[bytes]]) -> Examined:
        """Return what is found in an image; what is no image has nothing in it.

        Whoever is cancelled leaves the look going on, so that the next to ask finds it done.

        Raises:
            StorageUnavailable: *read* says so.
        """
        task = self._found.get(sha256)
        if task is None or _is_in_vain(task):
            task = asyncio.ensure_future(self._examine(read))
            self._found[sha256] = task
        self._found.move_to_end(sha256)
        if len(self._found) > _MOST_KEPT:
            self._found.popitem(last=False)
        return await asyncio.shield(task)

    async def _examine(self, read: Callable[[], Awaitable[bytes]]) -> Examined:
        data = await read()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._look, data)

    def _look(self, data: bytes) -> Examined:
        try:
            image = thumbnail(BytesIO(data), _SIDE_PX)
        except OSError as error:
            logger.warning("image cannot be looked at", fault=str(error))
            return Examined()
        return Examined(
            fingerprint=fingerprint(image), classifier_score=self._classifier.score(image)
        )


def _is_in_vain(task: asyncio.Task[Examined]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
