"""The tasks that the work has under way: one's fault stops no other, and each is accounted for."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine

import structlog

from bot.errors import DiscordUnreachable, UserError
from bot.generation.retries import Retries
from bot.texts import in_english

logger = structlog.stdlib.get_logger(__name__)

Work = Coroutine[object, object, object]


class Errands:
    """Starts tasks in the groups that it is handed, and knows what has not ended.

    *is_watched* tells whether a generation goes on without a task of its own, *is_awaited* whether
    it then brings anything; *on_fault* is told of a chore that failed. ``moved`` is set whenever
    one has ended.
    """

    def __init__(
        self,
        retries: Retries,
        *,
        is_watched: Callable[[int], bool],
        is_awaited: Callable[[int], bool],
        on_fault: Callable[[], None],
    ) -> None:
        self._retries = retries
        self._is_watched = is_watched
        self._is_awaited = is_awaited
        self._on_fault = on_fault
        self._chores: set[str] = set()
        self._under_way: Counter[int] = Counter()
        self._seen: set[int] = set()
        self._next_end = asyncio.Event()
        self.moved = asyncio.Event()

    def chore(self, tasks: asyncio.TaskGroup, name: str, work: Callable[[], Work]) -> bool:
        """Do *work* beside the others, unless the one of that *name* is at it already."""
        if name in self._chores:
            return False
        self._chores.add(name)
        tasks.create_task(self._outlive_chore(name, work()))
        return True

    def is_at(self, name: str) -> bool:
        """Whether the chore of that *name* is under way."""
        return name in self._chores

    def run(self, tasks: asyncio.TaskGroup, generation_id: int, work: Work) -> None:
        """Take one step of a generation."""
        self._under_way[generation_id] += 1
        self._seen.add(generation_id)
        tasks.create_task(self._outlive(generation_id, work))

    def is_open(self, generation_id: int) -> bool:
        """Whether somebody here works on that generation, or looks at its task."""
        return self._under_way[generation_id] > 0 or self._is_watched(generation_id)

    def open(self) -> frozenset[int]:
        """Return the generations that somebody here works on, or whose images are to come."""
        return frozenset(
            generation_id
            for generation_id in self._seen
            if self._under_way[generation_id] > 0 or self._is_awaited(generation_id)
        )

    @property
    def remembered(self) -> int:
        """How many generations are accounted for."""
        return len(self._seen)

    def next_end(self) -> asyncio.Event:
        """Return what is set when the next task ends."""
        return self._next_end

    async def _outlive(self, generation_id: int, work: Work) -> None:
        try:
            await work
        except Exception as fault:  # noqa: BLE001 - one's bug must not stop the others
            _report(fault, generation=generation_id)  # first: to be kept, it loses its traceback
            self._retries.add(generation_id, fault)
        finally:
            self._under_way[generation_id] -= 1
            if not self._under_way[generation_id]:
                del self._under_way[generation_id]
            if not self.is_open(generation_id):
                self._seen.discard(generation_id)
            self._ended()

    async def _outlive_chore(self, name: str, work: Work) -> None:
        try:
            await work
        except Exception as fault:  # noqa: BLE001 - as above
            _report(fault, subject=name)
            self._on_fault()
        finally:
            self._chores.discard(name)
            self._ended()

    def _ended(self) -> None:
        self.moved.set()
        self._next_end.set()
        self._next_end = asyncio.Event()


def _report(fault: Exception, **about: object) -> None:
    is_bug = not isinstance(fault, UserError | DiscordUnreachable)
    log = logger.exception if is_bug else logger.error
    log("stopped", fault=in_english(fault), **about)
