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


def test_a_far_end_is_reached_in_equal_steps_that_land_just_behind_it() -> None:
    now_s, looks = 0.0, 0
    while now_s < 10.0:
        now_s += next_look_s(now_s, Expectation(left_s=10.0 - now_s, spread_s=0.0), 0.0)
        looks += 1
    assert looks == 4
    assert 10.0 < now_s < 10.15


def test_a_vague_end_is_first_looked_for_soon_after_it_has_become_likely() -> None:
    expected = Expectation(left_s=2.5, spread_s=0.6)  # likely from 1.3 s to 3.7 s
    assert 1.3 < next_look_s(1.0, expected, 0.0) < 2.3


def test_within_the_likely_time_looks_are_close() -> None:
    assert next_look_s(20.0, Expectation(left_s=0.0, spread_s=3.0), 0.0) < 1.0


@pytest.mark.parametrize("eta_s", [0.01, 0.1, 1.0])
def test_a_hint_that_stays_wrong_costs_no_more_than_looking_every_second(eta_s: float) -> None:
    now_s, looks = 0.0, 0
    while now_s < 60.0:
        expected = expectation(elapsed_s=now_s, eta_s=eta_s, fraction=None, learnt=None)
        now_s += next_look_s(now_s, expected, 0.5)
        looks += 1
    assert looks <= 90


def test_an_overdue_task_is_looked_at_less_and_less_often() -> None:
    delays_s = [
        next_look_s(1.0, Expectation(left_s=-overdue_s, spread_s=0.5), 0.0)
        for overdue_s in (0.0, 5.0, 20.0, 60.0)
    ]
    assert delays_s == sorted(delays_s)
    assert delays_s[-1] == pytest.approx(WATCHED_LOOK_S, abs=0.2)


def test_without_a_hint_the_first_look_is_late_and_the_others_each_second() -> None:
    assert 2.0 < next_look_s(0.0, None, 0.0) < WATCHED_LOOK_S
    assert 0.8 < next_look_s(2.5, None, 0.0) < next_look_s(60.0, None, 1.0) < 1.0


def test_without_a_hint_the_looks_at_a_very_long_task_thin_out() -> None:
    assert next_look_s(300.0, None, 0.0) > 2 * next_look_s(60.0, None, 0.0)


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


def test_progress_is_better_than_a_guess_from_other_kinds_but_not_than_what_was_learnt() -> None:
    learnt = Expectation(left_s=20.0, spread_s=1.0)
    guess = Expectation(left_s=20.0, spread_s=1.0, is_guess=True)
    known = expectation(elapsed_s=5.0, eta_s=None, fraction=0.5, learnt=learnt)
    guessed = expectation(elapsed_s=5.0, eta_s=None, fraction=0.5, learnt=guess)
    assert known is learnt
    assert guessed is not None
    assert guessed.left_s == pytest.approx(5.0)


def test_progress_just_begun_is_vague_and_yields_to_a_guess() -> None:
    guess = Expectation(left_s=20.0, spread_s=1.0, is_guess=True)
    vague = expectation(elapsed_s=2.0, eta_s=None, fraction=0.04, learnt=None)
    assert vague is not None
    assert vague.spread_s > 10.0
    assert expectation(elapsed_s=2.0, eta_s=None, fraction=0.04, learnt=guess) is guess
