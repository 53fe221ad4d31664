"""Edits of a board: never more than Discord takes, and the newest state never far off."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from bot.generation.sessions.pacing import MOST, SLOW_S, WINDOW_S, EditPacing

_TEN_MINUTES_S = 600.0
_gaps = st.one_of(
    st.floats(min_value=0, max_value=0.5),
    st.floats(min_value=0, max_value=30),
    st.floats(min_value=0, max_value=900),
)
_storm = st.tuples(st.integers(min_value=1, max_value=60), st.floats(min_value=0.01, max_value=25))


@dataclass
class Life:
    """A board that is edited as soon as it may be; a restart keeps what was stored."""

    now_s: float = 0.0
    pacing: EditPacing = field(default_factory=EditPacing)
    edits_s: list[float] = field(default_factory=list)
    dirty_since_s: float | None = None
    worst_lag_s: float = 0.0

    def change(self) -> None:
        if self.dirty_since_s is None:
            self.dirty_since_s = self.now_s

    def pass_until(self, end_s: float, *, is_urgent: bool = False) -> None:
        while self.dirty_since_s is not None:
            free_s = self.now_s + self.pacing.delay_s(self.now_s, is_urgent=is_urgent)
            if free_s > end_s:
                break
            self.now_s = free_s
            self.pacing.note(free_s)
            self.edits_s.append(free_s)
            self.worst_lag_s = max(self.worst_lag_s, free_s - self.dirty_since_s)
            self.dirty_since_s = None
        self.now_s = max(self.now_s, end_s)

    def restart(self, wall_jump_s: float = 0.0) -> None:
        """Only the wall clock and what was stored by it survive."""
        wall_s = 1_000_000.0
        stored = self.pacing.stored(wall_s=wall_s, now_s=self.now_s)
        self.pacing = EditPacing.restored(stored, wall_s=wall_s + wall_jump_s, now_s=self.now_s)


def most_in_a_window(edits_s: Sequence[float], window_s: float = _TEN_MINUTES_S) -> int:
    return max(
        (sum(first <= at <= first + window_s for at in edits_s) for first in edits_s), default=0
    )


@given(st.lists(st.tuples(_gaps, st.booleans()), max_size=120), st.lists(_storm, max_size=20))
def test_no_history_passes_the_limit_and_the_end_is_shown(
    changes: list[tuple[float, bool]], storms: list[tuple[int, float]]
) -> None:
    life = Life()
    steps = [*changes, *((gap_s, False) for many, gap_s in storms for _ in range(many))]
    for gap_s, is_restart in steps:
        life.pass_until(life.now_s + gap_s)
        if is_restart:
            life.restart()
        life.change()
    life.pass_until(life.now_s + SLOW_S + 0.001)
    assert life.dirty_since_s is None
    life.change()
    life.pass_until(life.now_s + 3.001, is_urgent=True)
    assert life.dirty_since_s is None
    assert most_in_a_window(life.edits_s) <= MOST
    assert life.worst_lag_s <= SLOW_S + 0.001


def test_a_storm_of_hours_stays_below_the_limit() -> None:
    life = Life()
    while life.now_s < 3 * 3_600:
        life.change()
        life.pass_until(life.now_s + 0.1)
    assert most_in_a_window(life.edits_s) <= MOST
    assert len(life.edits_s) > 3 * 3_600 / SLOW_S - 1


def test_ends_are_shown_soon_even_then_and_never_more_than_the_limit_in_all() -> None:
    life = Life()
    for _ in range(500):
        life.change()
        life.pass_until(life.now_s + 3, is_urgent=True)
    assert most_in_a_window(life.edits_s) == MOST


def test_the_first_edits_follow_each_other_closely() -> None:
    life = Life()
    life.change()
    life.pass_until(0.0)
    assert life.edits_s == [0.0]
    life.change()
    life.pass_until(10.0)
    assert life.edits_s == [0.0, 3.0]


def test_a_clock_that_was_set_back_before_a_restart_blocks_the_board_for_a_window_at_most() -> None:
    life = Life()
    for _ in range(500):
        life.change()
        life.pass_until(life.now_s + 3, is_urgent=True)
    life.restart(wall_jump_s=-3_600)
    life.change()
    before_s = life.now_s
    life.pass_until(life.now_s + 2 * WINDOW_S)
    assert life.dirty_since_s is None
    assert life.edits_s[-1] - before_s <= WINDOW_S + 0.001
