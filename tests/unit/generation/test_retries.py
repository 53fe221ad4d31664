"""When what was stopped is taken up again, and when it is given up."""

import itertools
import random

import pytest

from bot.errors import DiscordUnreachable, StorageUnavailable
from bot.generation.retries import Retries
from tests.fakes.time import FakeTime

DAY_S = 24 * 3_600.0


@pytest.fixture
def retries(time: FakeTime) -> Retries:
    return Retries(time, random.Random(1))  # noqa: S311 - jitter


def _next(retries: Retries, time: FakeTime) -> float:
    delay_s = retries.delay_s()
    assert delay_s is not None
    time.advance(delay_s)
    assert retries.due() == [7]
    return delay_s


@pytest.mark.parametrize("fault", [DiscordUnreachable(), StorageUnavailable()])
def test_a_neighbour_is_waited_for_a_day_with_growing_pauses(
    retries: Retries, time: FakeTime, fault: Exception
) -> None:
    pauses_s = []
    while retries.last_fault(7) is None:
        retries.add(7, fault)
        pauses_s.append(_next(retries, time))
    assert time.monotonic() >= DAY_S
    assert 24.0 <= pauses_s[0] <= 36.0
    assert all(720.0 <= pause_s <= 1_080.0 for pause_s in pauses_s[6:])
    assert len(set(pauses_s[6:])) > 1  # not all at the same moment
    assert all(later > sooner for sooner, later in itertools.pairwise(pauses_s[:5]))


def test_a_bug_is_tried_three_times(retries: Retries, time: FakeTime) -> None:
    for _try in range(2):
        retries.add(7, ValueError("a bug"))
        _next(retries, time)
        assert retries.last_fault(7) is None
    retries.add(7, ValueError("a bug"))
    assert isinstance(retries.last_fault(7), ValueError)


def test_neighbours_do_not_use_up_the_tries_of_a_bug(retries: Retries, time: FakeTime) -> None:
    for _try in range(5):
        retries.add(7, DiscordUnreachable())
        _next(retries, time)
    retries.add(7, ValueError("a bug"))
    assert retries.last_fault(7) is None


def test_what_waits_is_known_to_wait(retries: Retries, time: FakeTime) -> None:
    retries.add(7, DiscordUnreachable())
    assert retries.is_waiting(7)
    _next(retries, time)
    assert not retries.is_waiting(7)
