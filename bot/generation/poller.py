"""One poller for all running tasks: it looks at each when a look is worth it."""

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
from bot.generation.agenda import Agenda
from bot.generation.breaker import Ask, Breaker
from bot.generation.durations import Durations
from bot.generation.fault_words import fault_words
from bot.generation.looks import expectation, next_look_s
from bot.providers.provider import Provider, TaskState, TaskStatus
from bot.settings import ProviderSettings
from bot.texts import gettext as _
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_PASSING = (ProviderAccount, ProviderBusy, ProviderUnavailable)
_FIRST_RETRY_S = 1.0
_MAX_RETRY_S = 15.0
_BACK_WITHIN_S = 2.0  # after an outage all tasks are looked at, but not in one moment
_APART_S = 0.02  # looks after a rest
_MOST_APART_S = 10.0
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
    is_wanted: bool = True
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
        breaker: Breaker,
        time: Time,
        chance: random.Random,
    ) -> None:
        self._providers = providers
        self._settings = settings
        self._durations = durations
        self._breaker = breaker
        self._time = time
        self._chance = chance
        self._tasks: dict[int, WatchedTask] = {}
        self._looks = Agenda()
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

    def is_awaited(self, generation_id: int) -> bool:
        """Whether images are to come of that generation's task."""
        task = self._tasks.get(generation_id)
        return task is not None and task.is_wanted

    def is_unanswered(self, generation_id: int) -> bool:
        """Whether the service is held up and has not answered the last look at that task."""
        task = self._tasks.get(generation_id)
        return (
            task is not None
            and task.errors_in_a_row > 0
            and self._breaker.is_held_up(task.generation.provider)
        )

    def await_no_more(self, generation_id: int) -> None:
        """Want no images of that generation's task, but look at it until it ends."""
        if (task := self._tasks.get(generation_id)) is not None:
            task.is_wanted = False

    def forget(self, generation_id: int) -> None:
        """Stop looking at that generation's task."""
        self._tasks.pop(generation_id, None)
        self._looks.drop(generation_id)

    def due(self) -> list[WatchedTask]:
        """Take out the tasks whose time has come; each must be looked at now."""
        tasks = []
        for task in map(self._tasks.__getitem__, self._looks.take(self._time.monotonic())):
            if self._quiet_s(task.generation.provider) > 0:
                self._plan(task, 0.0)
            else:
                tasks.append(task)
        return tasks

    def next_look_s(self) -> float | None:
        """Return seconds until the next look, or None if nothing runs."""
        next_s = self._looks.next_s()
        return None if next_s is None else max(0.0, next_s - self._time.monotonic())

    async def look(self, task: WatchedTask) -> TaskState | None:
        """Ask the service once; plan the next look unless the task has ended.

        Returns:
            What the service said, or None if it could not be asked properly this time.

        Raises:
            ProviderError: The task has ended without images, or is past its deadline.
        """
        name = task.generation.provider
        try:
            state = await self._providers[name].fetch(task.task_id)
        except ProviderError as error:
            self._breaker.failed(name, Ask.LOOK, error, task.generation.id)
            if isinstance(error, _PASSING):
                self._look_again_after(task, error)
                return None
            self.forget(task.generation.id)
            raise
        self._breaker.worked(name, Ask.LOOK)
        self._is_back(task)
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

    def _is_back(self, task: WatchedTask) -> None:
        """Look soon at all tasks of a service that answers again, and not when they had planned."""
        task.refused_since_s = None
        if not task.errors_in_a_row:
            return
        task.errors_in_a_row = 0
        for other in self._tasks.values():
            if other.generation.provider != task.generation.provider or not other.errors_in_a_row:
                continue
            other.errors_in_a_row = 0  # else each of them would bring all the others forward again
            due_at_s = self._looks.moment_s(other.generation.id)
            if due_at_s is not None:
                soon_s = _BACK_WITHIN_S * self._chance.random()
                self._plan(other, min(soon_s, due_at_s - self._time.monotonic()))

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
        if isinstance(error, ProviderBusy):
            known_s = self._quiet_until_s.get(generation.provider, now_s)
            self._quiet_until_s[generation.provider] = max(now_s + delay_s, known_s)
        self._plan(task, delay_s + self._chance.random())

    def _end_at_deadline(self, task: WatchedTask, detail: str) -> None:
        if self._time.monotonic() >= task.deadline_at_s:
            self.forget(task.generation.id)
            raise TaskFailed(_("it took too long"), detail=detail)

    def _learn(self, task: WatchedTask, state: TaskState) -> None:
        if state.status is TaskStatus.SUCCEEDED and not task.is_resumed:
            self._durations.learn(
                task.generation,
                self._time.monotonic() - task.submitted_at_s,
                seen_running_s=task.last_look_at_s - task.submitted_at_s,
            )

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

    def _quiet_s(self, provider: str) -> float:
        own_s = self._quiet_until_s.get(provider, 0.0) - self._time.monotonic()
        return max(0.0, own_s, self._breaker.rest_s(provider))

    def _plan(self, task: WatchedTask, delay_s: float) -> None:
        if self._tasks.get(task.generation.id) is not task:
            return  # forgotten while the service was asked
        now_s = self._time.monotonic()
        due_at_s = min(now_s + delay_s, max(task.deadline_at_s, now_s))
        quiet_s = self._quiet_s(task.generation.provider)
        if quiet_s > 0:
            apart_s = min(_APART_S * len(self._tasks), _MOST_APART_S) * self._chance.random()
            due_at_s = max(due_at_s, now_s + quiet_s + apart_s)
        self._looks.plan(task.generation.id, due_at_s)
