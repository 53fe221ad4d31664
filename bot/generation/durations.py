"""What tasks took so far, so that the next look and the ETA need no guess, or a better one."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.generation import Generation
from bot.errors import StorageUnavailable
from bot.generation.kinds import Kind
from bot.generation.looks import Expectation
from bot.generation.scaling import Guess, Sample, scaled
from bot.store.durations import DurationTable, KindDuration
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_MOST_KINDS = 512
_NEWEST_WEIGHT = 0.3
_FIRST_SPREAD = 0.07  # of the only duration known
_LEAST_SPREAD = 0.02
_UNSURE = 1.1  # the deviation is learnt from few, and recently
_GUESS_SPREAD = 0.1  # by other kinds of the same model, at the least
_FAR_GUESS_SPREAD = 0.2  # by other models, or by another way to an image
_SAVE_AGAIN_S = 30.0
_WIDE_GAP_S = 1.0  # between two looks
_EARLIER = 0.98
_LATE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Learnt:
    mean_s: float
    deviation_s: float
    count: int
    changed_at: datetime


class Durations:
    """A moving average and deviation by provider, model, steps, size and number of images.

    What is learnt is written behind by ``save``, whose moment its owner chooses.
    """

    def __init__(self, table: DurationTable, time: Time) -> None:
        self._table = table
        self._time = time
        self._learnt: OrderedDict[Kind, _Learnt] = OrderedDict()  # the newest last
        self._guesses: dict[Kind, tuple[Guess, float] | None] = {}
        self._unsaved: set[Kind] = set()
        self._dropped: set[Kind] = set()
        self._not_before_s = 0.0

    async def load(self) -> None:
        """Remember what earlier runs have learnt; without it, all is learnt anew."""
        try:
            known = await self._table.newest(_MOST_KINDS)
        except StorageUnavailable as error:
            logger.warning("durations not loaded", fault=str(error))
            return
        for row in reversed(known):
            kind = Kind.named(row.provider, row.kind)
            if kind is not None and kind not in self._unsaved:
                self._learnt[kind] = _Learnt(row.mean_s, row.deviation_s, row.count, row.changed_at)
                self._learnt.move_to_end(kind, last=True)
        self._guesses.clear()

    def save_due_s(self) -> float | None:
        """Return seconds until ``save`` is due, or None if nothing was learnt since."""
        if not self._unsaved and not self._dropped:
            return None
        return max(0.0, self._not_before_s - self._time.monotonic())

    async def save(self) -> None:
        """Write what was learnt; what cannot be written now is due again later."""
        unsaved, self._unsaved = self._unsaved, set()
        dropped, self._dropped = self._dropped, set()
        rows = [_row(kind, self._learnt[kind]) for kind in unsaved if kind in self._learnt]
        try:
            await self._table.save(rows, [(kind.provider, kind.name) for kind in dropped])
        except StorageUnavailable as error:
            logger.warning("durations not saved", fault=str(error))
            self._not_before_s = self._time.monotonic() + _SAVE_AGAIN_S
            self._unsaved |= unsaved
            self._dropped |= dropped - set(self._learnt)

    def learn(
        self, generation: Generation, duration_s: float, *, seen_running_s: float | None = None
    ) -> None:
        """Remember that a task like this one had ended *duration_s* after its submit.

        *seen_running_s* is when it was last seen unfinished; None means that it ended right then.
        """
        kind, now = Kind.of(generation), self._time.now()
        known = self._learnt.pop(kind, None)
        after_s = duration_s if seen_running_s is None else seen_running_s
        if known is not None and _tells_nothing(after_s, duration_s, known.mean_s):
            mean_s = max(after_s, known.mean_s * _EARLIER)
            self._keep(kind, replace(known, mean_s=mean_s, changed_at=now))
        else:
            self._keep(kind, _averaged(known, _likely_s(after_s, duration_s), now))

    def _keep(self, kind: Kind, learnt: _Learnt) -> None:
        self._learnt[kind] = learnt
        self._unsaved.add(kind)
        self._dropped.discard(kind)
        self._guesses.clear()
        if len(self._learnt) > _MOST_KINDS:
            oldest, _value = self._learnt.popitem(last=False)
            self._unsaved.discard(oldest)
            self._dropped.add(oldest)

    def expected(self, generation: Generation, elapsed_s: float = 0.0) -> Expectation | None:
        """Return when a task that runs for *elapsed_s* should end, or None if none was seen.

        A kind that was never seen is guessed by its work, from those that are most alike: of the
        same model and way, of the model, of the way, or else of the same provider.
        """
        kind = Kind.of(generation)
        learnt = self._learnt.get(kind)
        if learnt is not None:
            spread_s = max(learnt.deviation_s * _UNSURE, learnt.mean_s * _LEAST_SPREAD)
            return Expectation(left_s=learnt.mean_s - elapsed_s, spread_s=spread_s)
        if kind not in self._guesses:
            if len(self._guesses) >= _MOST_KINDS:
                self._guesses.clear()
            self._guesses[kind] = self._guessed(kind)
        found = self._guesses[kind]
        if found is None:
            return None
        guess, least = found
        return Expectation(
            left_s=guess.mean_s - elapsed_s,
            spread_s=max(guess.error_s, guess.mean_s * least),
            is_guess=True,
        )

    def _guessed(self, kind: Kind) -> tuple[Guess, float] | None:
        of_provider = [
            (known, Sample(known.work, learnt.mean_s))
            for known, learnt in self._learnt.items()
            if known.provider == kind.provider
        ]
        likenesses: Sequence[tuple[Callable[[Kind], bool], float]] = (
            (lambda known: known.model == kind.model and known.way is kind.way, _GUESS_SPREAD),
            (lambda known: known.model == kind.model, _FAR_GUESS_SPREAD),
            (lambda known: known.way is kind.way, _FAR_GUESS_SPREAD),
            (lambda _known: True, _FAR_GUESS_SPREAD),
        )
        for is_alike, least in likenesses:
            guess = scaled([sample for known, sample in of_provider if is_alike(known)], kind.work)
            if guess is not None:
                return guess, least
        return None


def _row(kind: Kind, learnt: _Learnt) -> KindDuration:
    return KindDuration(
        provider=kind.provider,
        kind=kind.name,
        mean_s=learnt.mean_s,
        deviation_s=learnt.deviation_s,
        count=learnt.count,
        changed_at=learnt.changed_at,
    )


def _averaged(known: _Learnt | None, duration_s: float, now: datetime) -> _Learnt:
    if known is None:
        return _Learnt(duration_s, duration_s * _FIRST_SPREAD, 1, now)
    weight = max(_NEWEST_WEIGHT, 1 / (known.count + 1))
    error_s = duration_s - known.mean_s
    return _Learnt(
        known.mean_s + weight * error_s,
        known.deviation_s + weight * (abs(error_s) - known.deviation_s),
        known.count + 1,
        now,
    )


def _tells_nothing(after_s: float, before_s: float, expected_s: float) -> bool:
    """Whether a task ended as expected, as far as two looks that lie far apart can tell.

    Its mean is then taken a little earlier, so that a service which became faster is found out.
    """
    return before_s - after_s > _WIDE_GAP_S and after_s < expected_s <= before_s


def _likely_s(after_s: float, before_s: float) -> float:
    """Return when a task has ended that was seen running *after_s* and done *before_s*.

    Looks lie far apart only where no end is expected yet: it is likely late between them.
    """
    share = _LATE_SHARE if before_s - after_s > _WIDE_GAP_S else 0.5
    return after_s + share * (before_s - after_s)
