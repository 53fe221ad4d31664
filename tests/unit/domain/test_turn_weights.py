"""The weight of a member's turns."""

from bot.domain.turn_weights import weight_of

WEIGHTS = {1: 2.0, 2: 0.5, 3: 4.0}


def test_the_best_role_counts() -> None:
    assert weight_of([2, 1, 9], WEIGHTS) == 2.0
    assert weight_of([3, 1], WEIGHTS) == 4.0


def test_a_role_may_give_less_than_none() -> None:
    assert weight_of([2], WEIGHTS) == 0.5


def test_without_such_a_role_the_weight_is_one() -> None:
    assert weight_of([9], WEIGHTS) == 1.0
    assert weight_of([], WEIGHTS) == 1.0
    assert weight_of([1], {}) == 1.0
