"""When a look is worth it."""

import pytest

from bot.generation.looks import (
    MIN_LOOK_S,
    WATCHED_LOOK_S,
    Expectation,
    expectation,
    next_look_s,
)


@pytest.mark.parametrize("left_s", [-100.0, -5.0, 0.0, 0.1, 1.0, 2.9, 3.0, 10.0, 59.0, 1e6])
@pytest.mark.parametrize("spread_s", [0.0, 0.1, 2.0, 30.0])
@pytest.mark.parametrize("jitter", [0.0, 1.0])
def test_a_look_is_never_too_soon_nor_later_than_a_watcher_bears(
    left_s: float, spread_s: float, jitter: float
) -> None:
    expected = Expectation(left_s=left_s, spread_s=spread_s)
    assert MIN_LOOK_S <= next_look_s(1.0, expected, jitter) <= WATCHED_LOOK_S


def test_a_known_end_is_met_just_behind_it() -> None:
    expected = Expectation(left_s=2.0, spread_s=0.0)
    assert 2.0 < next_look_s(1.0, expected, 0.0) < 2.3


def test_a_far_end_is_reached_in_equal_steps_that_land_on_it() -> None:
    now_s, looks = 0.0, 0
    while now_s < 10.0:
        now_s += next_look_s(now_s, Expectation(left_s=10.0 - now_s, spread_s=0.0), 0.0)
        looks += 1
    assert looks == 4
    assert now_s == pytest.approx(10.1)


def test_an_overdue_task_is_looked_at_less_and_less_often() -> None:
    delays_s = [
        next_look_s(1.0, Expectation(left_s=-overdue_s, spread_s=0.5), 0.0)
        for overdue_s in (0.0, 5.0, 20.0, 60.0)
    ]
    assert delays_s == sorted(delays_s)
    assert delays_s[-1] == pytest.approx(WATCHED_LOOK_S, abs=0.2)


def test_without_a_hint_the_looks_thin_out() -> None:
    assert next_look_s(0.0, None, 0.0) < next_look_s(10.0, None, 0.0) < WATCHED_LOOK_S


def test_the_service_s_own_word_comes_first() -> None:
    learnt = Expectation(left_s=20.0, spread_s=1.0)
    found = expectation(elapsed_s=2.0, eta_s=5.0, fraction=0.5, learnt=learnt)
    assert found is not None
    assert found.left_s == 5.0


def test_an_eta_of_nought_is_no_eta() -> None:
    learnt = Expectation(left_s=20.0, spread_s=1.0)
    assert expectation(elapsed_s=2.0, eta_s=0.0, fraction=None, learnt=learnt) is learnt


def test_a_task_that_outlived_what_was_learnt_is_judged_by_its_progress() -> None:
    learnt = Expectation(left_s=-5.0, spread_s=1.0)
    found = expectation(elapsed_s=20.0, eta_s=None, fraction=0.5, learnt=learnt)
    assert found is not None
    assert found.left_s == pytest.approx(20.0)


def test_progress_near_nought_tells_nothing() -> None:
    assert expectation(elapsed_s=2.0, eta_s=None, fraction=0.0, learnt=None) is None
