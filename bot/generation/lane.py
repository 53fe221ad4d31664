"""The lane of one provider: its slots, its minute, and who waits for it in this process."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.domain.generation import Generation, QueuePlace
from bot.generation.forecast import room_s, start_s
from bot.generation.looks import Expectation
from bot.generation.minute import ImagesPerMinute
from bot.settings import ProviderSettings

Expected = Callable[[Generation, float], Expectation | None]
_SAMPLE = 64  # so many of those who wait tell how long all of them take
_NEWEST_WEIGHT = 0.1
_MOST_LAG_S = 30.0
_LEAST_LEFT_S = 0.5  # what should have ended is found a little later
_FRESH_S = 0.2  # so long what many ask at once is not worked out anew for each

Member = tuple[int, int]


def member_of(generation: Generation) -> Member:
    """Return who is meant by a limit per member: one member in one server."""
    return generation.place.server_id, generation.place.member_id


@dataclass(slots=True)
class _Slot:
    generation: Generation
    since_s: float  # of the monotonic clock


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is the same for all who ask at about one moment."""

    at_s: float
    mean_s: float | None  # of those who wait, None if nothing is known of any
    left_s: Sequence[float | None]  # of those who run
    window: Sequence[tuple[float, int]]


@dataclass(slots=True, kw_only=True)
class Lane:
    """What is known of one provider; times are of the monotonic clock.

    ``wanted`` are the images of whose turn it is, as far as is known. ``lag_s`` is how much longer
    a slot is taken than its task takes, as learnt.
    """

    settings: ProviderSettings
    minute: ImagesPerMinute
    expected: Expected
    running_per_member: int
    may_have_more: bool = True
    wanted: int = 1
    is_recalled: bool = False
    quiet_until_s: float = 0.0
    lag_s: float = 0.0
    _slots: dict[int, _Slot] = field(default_factory=dict)
    _waiting: dict[int, Generation] = field(default_factory=dict)
    _waiting_of: dict[Member, dict[int, None]] = field(default_factory=dict)
    _facts: _Facts | None = None

    @property
    def is_full(self) -> bool:
        """Whether every slot is taken."""
        return len(self._slots) >= self.settings.slots

    def look_again(self) -> None:
        """Believe no longer that there is nothing to claim, or who is next."""
        self.may_have_more = True
        self.wanted = 1

    def add(self, generation: Generation) -> None:
        """Count a generation among those who wait."""
        self._waiting[generation.id] = generation
        self._waiting_of.setdefault(member_of(generation), {})[generation.id] = None
        if len(self._waiting) <= _SAMPLE:
            self._facts = None
        self.look_again()

    def forget(self, generation: Generation) -> None:
        """Count it no longer among those who wait."""
        if self._waiting.pop(generation.id, None) is None:
            return
        member = member_of(generation)
        del self._waiting_of[member][generation.id]
        if not self._waiting_of[member]:
            del self._waiting_of[member]
        self._facts = None
        self.wanted = 1  # it may have been the next

    def hold(self, generation: Generation, since_s: float) -> None:
        """Take a slot, at that moment; it may pass the number of slots."""
        self._slots[generation.id] = _Slot(generation, since_s)
        self._facts = None

    def release(self, generation_id: int, now_s: float) -> None:
        """Give a slot back, and learn how long it was taken; harmless if it was given back."""
        slot = self._slots.pop(generation_id, None)
        if slot is not None:
            expected = self.expected(slot.generation, now_s - slot.since_s)
            if expected is not None:
                late_s = min(max(-_MOST_LAG_S, -expected.left_s), _MOST_LAG_S)
                self.lag_s += _NEWEST_WEIGHT * (late_s - self.lag_s)
        self.may_have_more = True
        self._facts = None

    def end_s(self, generation: Generation, place: QueuePlace, now_s: float) -> float | None:
        """Return in how many seconds a waiting generation should have its images.

        None: nothing is known yet of how long such a task takes.
        """
        own = self.expected(generation, 0.0)
        if own is None:
            return None
        own_s = max(0.0, own.left_s + self.lag_s)
        facts = self._facts_at(now_s)
        mean_s = own_s if facts.mean_s is None else facts.mean_s
        member = member_of(generation)
        its = [slot for slot in self._slots.values() if member_of(slot.generation) == member]
        number = 1 + sum(other < generation.id for other in self._waiting_of.get(member, ()))
        start = max(
            start_s(
                self._ends_s(facts.left_s, self.settings.slots, mean_s), mean_s, place.position
            ),
            start_s(
                self._ends_s(self._left_s(its, now_s), self.running_per_member, mean_s),
                mean_s,
                number,
            ),
            room_s(
                facts.window,
                self.settings.images_per_minute,
                place.units_ahead + generation.units,
            ),
            self.quiet_until_s - now_s,
        )
        return start + own_s

    def _facts_at(self, now_s: float) -> _Facts:
        if self._facts is None or now_s - self._facts.at_s > _FRESH_S:
            some = islice(self._waiting.values(), _SAMPLE)
            known = [each.left_s for one in some if (each := self.expected(one, 0.0)) is not None]
            self._facts = _Facts(
                at_s=now_s,
                mean_s=max(0.1, sum(known) / len(known) + self.lag_s) if known else None,
                left_s=self._left_s(self._slots.values(), now_s),
                window=self.minute.window(),
            )
        return self._facts

    def _left_s(self, slots: Iterable[_Slot], now_s: float) -> list[float | None]:
        left_s: list[float | None] = []
        for slot in slots:
            expected = self.expected(slot.generation, now_s - slot.since_s)
            left_s.append(
                None if expected is None else max(_LEAST_LEFT_S, expected.left_s + self.lag_s)
            )
        return left_s

    @staticmethod
    def _ends_s(left_s: Sequence[float | None], slots: int, mean_s: float) -> list[float]:
        free = [0.0] * max(0, slots - len(left_s))
        ends_s = sorted(mean_s if each is None else each for each in left_s)
        # More may run than there are slots, after a restart: the first ends are nobody's turn.
        return free + ends_s[max(0, len(ends_s) - slots) :]
