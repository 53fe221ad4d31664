"""What is learnt of how long tasks take."""

import pytest

from bot.generation.durations import Durations
from tests.unit.generation.values import generation


def test_nothing_is_expected_of_what_was_never_seen() -> None:
    assert Durations().expected(generation()) is None


def test_one_duration_is_enough_for_an_expectation() -> None:
    durations = Durations()
    durations.learn(generation(), 10.0)
    expected = durations.expected(generation(2), elapsed_s=4.0)
    assert expected is not None
    assert expected.left_s == pytest.approx(6.0)
    assert expected.spread_s > 0


def test_steady_durations_make_the_expectation_sharp() -> None:
    durations = Durations()
    durations.learn(generation(), 10.0)
    vague = durations.expected(generation())
    for _ in range(20):
        durations.learn(generation(), 10.0)
    sharp = durations.expected(generation())
    assert vague is not None
    assert sharp is not None
    assert sharp.spread_s < vague.spread_s


def test_a_service_that_became_slower_is_noticed_within_a_few_tasks() -> None:
    durations = Durations()
    for _ in range(20):
        durations.learn(generation(), 5.0)
    for _ in range(8):
        durations.learn(generation(), 20.0)
    expected = durations.expected(generation())
    assert expected is not None
    assert expected.left_s == pytest.approx(20.0, rel=0.1)


@pytest.mark.parametrize(
    "other",
    [
        {"steps": 50},
        {"model": "other.safetensors"},
        {"width_px": 1024},
        {"batch_size": 4},
        {"hires": {"scale": 2.0}},
    ],
)
def test_what_changes_the_work_is_learnt_apart(other: dict[str, object]) -> None:
    durations = Durations()
    durations.learn(generation(), 10.0)
    assert durations.expected(generation(2, **other)) is None
    assert durations.expected(generation(3, prompt="something else", seed=9)) is not None
