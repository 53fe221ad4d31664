"""What waiting cards show: the place in the queue, and about when it is done."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.generation.announcer import Announcer, Progress
from bot.generation.queue import Turns
from bot.store.generations import Generations
from bot.timing import Time

_INTERVAL_S = 2.0
_FRONT = 8
_MOST_AT_ONCE = 24
_LEAST_MOVE_S = 10.0
_LEAST_MOVE_SHARE = 0.2  # of what is left


class Positions:
    """Tells cards what has changed: a bounded number of them at a time, in one question.

    Those in front learn of it first, then those that are out of date, the others in turn, so that
    a thousand waiting cards cost no more a second than thirty.
    """

    def __init__(
        self, generations: Generations, turns: Turns, announcer: Announcer, time: Time
    ) -> None:
        self._generations = generations
        self._turns = turns
        self._announcer = announcer
        self._time = time
        self._left = 0
        self._cursor = 0
        self._not_before_s = 0.0
        self._held_up: frozenset[str] = frozenset()
        self._next_late_at: datetime | None = None  # known once all have been looked at

    def moved(self) -> None:
        """Remember that the queue has moved, so that every waiting card is to be looked at."""
        self._left = max(1, len(self._turns.waiting) - _FRONT)

    def delay_s(self) -> float | None:
        """Return seconds until ``refresh`` is due, or None if no card can have changed."""
        if self._turns.held_up() != self._held_up:
            self._held_up = self._turns.held_up()
            self.moved()
        if not self._turns.waiting:
            return None
        rest_s = max(0.0, self._not_before_s - self._time.monotonic())
        if self._left > 0 or self._turns.has_unknown:
            return rest_s
        if self._next_late_at is None:
            return None
        return max(rest_s, (self._next_late_at - self._time.now()).total_seconds())

    async def refresh(self) -> None:
        """Look up the places of the next cards and announce what has changed.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        self._not_before_s = self._time.monotonic() + _INTERVAL_S
        asked = {each: self._turns.waiting[each] for each in self._next_ids()}
        places = await self._generations.places(list(asked))
        for generation_id, before in asked.items():
            # Asked for only now: its turn may have come while the database was read, and even have
            # failed, so that it waits again; then what was read says nothing about it.
            generation = self._turns.waiting.get(generation_id)
            place = places.get(generation_id)
            if generation is None or place is None:
                if generation is before:
                    self._turns.forget(generation_id)
                continue
            progress = self._turns.outlook(generation, place)
            shown, now = self._turns.shown(generation_id), self._time.now()
            if shown is not None and is_late(shown, now):
                progress = without_near_time(progress, now)
            if shown is None or has_changed(shown, progress, now):
                self._turns.show(generation_id, progress)
                self._announcer.progress(generation, progress)
        self._next_late_at = self._turns.next_promise_at()

    def _next_ids(self) -> list[int]:
        waiting = self._turns.waiting
        front = list(islice(waiting, _FRONT))
        outdated = islice(self._turns.outdated(self._time.now()), _MOST_AT_ONCE - _FRONT)
        chosen = dict.fromkeys([*front, *outdated])
        if self._cursor >= len(waiting):
            self._cursor = 0
        start = max(self._cursor, _FRONT)
        others = list(islice(waiting, start, start + _MOST_AT_ONCE - len(chosen)))
        self._cursor = start + len(others)
        self._left = self._left - len(others) if len(waiting) > start else 0
        return list(chosen | dict.fromkeys(others))


def has_changed(shown: Progress, progress: Progress, now: datetime) -> bool:
    """Whether *progress* says something else than what is *shown*, for a person.

    A time counts as another if it has moved by 10 s and by a fifth of what is left, and always
    if it has passed; where there was none, one so near is not worth a word.
    """
    if (shown.position, shown.is_held_up) != (progress.position, progress.is_held_up):
        return True
    if shown.done_at is None:
        return without_near_time(progress, now).done_at is not None
    if progress.done_at is None or is_late(shown, now):
        return True
    left_s = (progress.done_at - now).total_seconds()
    moved_s = abs((progress.done_at - shown.done_at).total_seconds())
    return moved_s > max(_LEAST_MOVE_S, _LEAST_MOVE_SHARE * left_s)


def is_late(shown: Progress, now: datetime) -> bool:
    """Whether the time that a card promises has passed."""
    return shown.done_at is not None and shown.done_at <= now


def without_near_time(progress: Progress, now: datetime) -> Progress:
    """Leave out a time that is less than 10 s away, so that no card promises again and again."""
    if progress.done_at is None or (progress.done_at - now).total_seconds() >= _LEAST_MOVE_S:
        return progress
    return replace(progress, done_at=None)
