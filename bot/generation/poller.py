"""One poller for all running tasks: a heap of the times when a look is worth it."""

import heapq
import itertools
import random
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog

from bot.domain.generation import Generation
from bot.errors import (
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    TaskFailed,
)
from bot.generation.durations import Durations
from bot.generation.fault_words import fault_words
from bot.generation.looks import expectation, next_look_s
from bot.providers.provider import Provider, TaskState, TaskStatus
from bot.settings import ProviderSettings
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_PASSING = (ProviderAccount, ProviderBusy, ProviderUnavailable)
_MAX_RETRY_AFTER_S = 300.0
_FIRST_RETRY_S = 1.0
_MAX_RETRY_S = 15.0
_LONGEST_REFUSAL_S = 60.0  # a key that is being replaced comes back; a wrong one does not


@dataclass(slots=True, kw_only=True)
class WatchedTask:
    """A running task; times are of the monotonic clock, *eta_s* counts from the last look."""

    generation: Generation
    task_id: str
    submitted_at_s: float
    deadline_at_s: float
    last_look_at_s: float
    fraction: float | None = None
    eta_s: float | None = None
    errors_in_a_row: int = 0
    refused_since_s: float | None = None
    is_resumed: bool = False
    is_fetching_preview: bool = False
    preview_url: str | None = field(default=None, repr=False)
    preview: bytes | None = field(default=None, repr=False)


class Poller:
    """Knows every running task and when to look at it; looks are made by its owner's order.

    A service that answers 429, or names a ``Retry-After``, is left alone with all its tasks.
    """

    def __init__(
        self,
        providers: Mapping[str, Provider],
        settings: Mapping[str, ProviderSettings],
        durations: Durations,
        time: Time,
        chance: random.Random,
    ) -> None:
        self._providers = providers
        self._settings = settings
        self._durations = durations
        self._time = time
        self._chance = chance
        self._tasks: dict[int, WatchedTask] = {}
        self._looks: list[tuple[float, int, WatchedTask]] = []
        self._order = itertools.count()
        self._quiet_until_s: dict[str, float] = {}

    def watch(
        self, generation: Generation, task_id: str, *, first_look_s: float | None
    ) -> WatchedTask:
        """Look at the task until it ends; *first_look_s* None leaves the first look to the rules.

        The deadline counts from the moment of the submission, however long the bot was away.
        """
        now_s = self._time.monotonic()
        submitted_at = generation.submitted_at or self._time.now()
        age_s = max(0.0, (self._time.now() - submitted_at).total_seconds())
        task = WatchedTask(
            generation=generation,
            task_id=task_id,
            submitted_at_s=now_s - age_s,
            deadline_at_s=now_s - age_s + self._settings[generation.provider].deadline_s,
            last_look_at_s=now_s,
            is_resumed=first_look_s is not None,
        )
        self._tasks[generation.id] = task
        delay_s = self._delay_s(task, None) if first_look_s is None else first_look_s
        self._plan(task, delay_s)
        return task

    def is_watching(self, generation_id: int) -> bool:
        """Whether that generation's task has not ended yet, as far as we know."""
        return generation_id in self._tasks

    def forget(self, generation_id: int) -> None:
        """Stop looking at that generation's task."""
        self._tasks.pop(generation_id, None)

    def due(self) -> list[WatchedTask]:
        """Take out the tasks whose time has come; each must be looked at now."""
        now_s = self._time.monotonic()
        tasks = []
        while self._looks and self._looks[0][0] <= now_s:
            _due_at_s, _order, task = heapq.heappop(self._looks)
            if self._tasks.get(task.generation.id) is not task:
                continue
            if self._quiet_until_s.get(task.generation.provider, now_s) > now_s:
                self._plan(task, 0.0)
                continue
            tasks.append(task)
        return tasks

    def next_look_s(self) -> float | None:
        """Return seconds until the next look, or None if nothing runs."""
        while (
            self._looks
            and self._tasks.get(self._looks[0][2].generation.id) is not self._looks[0][2]
        ):
            heapq.heappop(self._looks)
        return max(0.0, self._looks[0][0] - self._time.monotonic()) if self._looks else None

    async def look(self, task: WatchedTask) -> TaskState | None:
        """Ask the service once; plan the next look unless the task has ended.

        Returns:
            What the service said, or None if it could not be asked properly this time.

        Raises:
            ProviderError: The task has ended without images, or is past its deadline.
        """
        provider = self._providers[task.generation.provider]
        try:
            state = await provider.fetch(task.task_id)
        except _PASSING as error:
            self._look_again_after(task, error)
            return None
        except ProviderError:
            self.forget(task.generation.id)
            raise
        task.errors_in_a_row = 0
        task.refused_since_s = None
        if state.status in {TaskStatus.SUCCEEDED, TaskStatus.FAILED}:
            self._learn(task, state)
            self.forget(task.generation.id)
            return state
        self._end_at_deadline(task, "still unfinished")
        if state.fraction is not None:
            task.fraction = max(state.fraction, task.fraction or 0.0)
        task.last_look_at_s = self._time.monotonic()
        self._plan(task, self._delay_s(task, state.eta_s))
        return state

    def _look_again_after(self, task: WatchedTask, error: ProviderError) -> None:
        generation = task.generation
        logger.warning(
            "look failed",
            generation=generation.id,
            reason=fault_words(error, generation.request),
        )
        now_s = self._time.monotonic()
        if task.refused_since_s is None and isinstance(error, ProviderAccount):
            task.refused_since_s = now_s
        refused_s = 0.0 if task.refused_since_s is None else now_s - task.refused_since_s
        if now_s >= task.deadline_at_s or refused_s >= _LONGEST_REFUSAL_S:
            self.forget(generation.id)
            raise error
        delay_s = min(_FIRST_RETRY_S * 2**task.errors_in_a_row, _MAX_RETRY_S)
        task.errors_in_a_row = min(task.errors_in_a_row + 1, 10)
        if isinstance(error, ProviderBusy) or error.retry_after_s is not None:
            quiet_s = min(error.retry_after_s or delay_s, _MAX_RETRY_AFTER_S)
            until_s = self._time.monotonic() + quiet_s
            known_s = self._quiet_until_s.get(generation.provider, until_s)
            self._quiet_until_s[generation.provider] = max(until_s, known_s)
        self._plan(task, delay_s + self._chance.random())

    def _end_at_deadline(self, task: WatchedTask, detail: str) -> None:
        if self._time.monotonic() >= task.deadline_at_s:
            self.forget(task.generation.id)
            raise TaskFailed(_("it took too long"), detail=detail)

    def _learn(self, task: WatchedTask, state: TaskState) -> None:
        if state.status is TaskStatus.SUCCEEDED and not task.is_resumed:
            ended_at_s = (task.last_look_at_s + self._time.monotonic()) / 2
            self._durations.learn(task.generation, ended_at_s - task.submitted_at_s)

    def _delay_s(self, task: WatchedTask, eta_s: float | None) -> float:
        elapsed_s = self._time.monotonic() - task.submitted_at_s
        expected = expectation(
            elapsed_s=elapsed_s,
            eta_s=eta_s,
            fraction=task.fraction,
            learnt=self._durations.expected(task.generation, elapsed_s),
        )
        # An overdue task has no honest ETA.
        task.eta_s = expected.left_s if expected is not None and expected.left_s > 0 else None
        return next_look_s(elapsed_s, expected, self._chance.random())

    def _plan(self, task: WatchedTask, delay_s: float) -> None:
        now_s = self._time.monotonic()
        quiet_until_s = self._quiet_until_s.get(task.generation.provider, now_s)
        due_at_s = min(max(now_s + delay_s, quiet_until_s), max(task.deadline_at_s, now_s))
        due_at_s = max(due_at_s, quiet_until_s)
        heapq.heappush(self._looks, (due_at_s, next(self._order), task))
