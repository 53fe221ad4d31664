"""When who waits gets a slot and room in the minute, beside playing it through."""

import heapq

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.generation.forecast import MINUTE_S, room_s, start_s
from bot.generation.minute import ImagesPerMinute
from tests.fakes.time import FakeTime

_seconds = st.floats(0, 500).map(lambda value: round(value, 2))


def played_start_s(ends_s: list[float], mean_s: float, number: int) -> float:
    free = list(ends_s)
    heapq.heapify(free)
    for _ in range(number - 1):
        heapq.heapreplace(free, free[0] + mean_s)
    return free[0]


@given(
    ends_s=st.lists(_seconds, min_size=1, max_size=8),
    mean_s=st.floats(1, 60).map(lambda value: round(value, 2)),
    number=st.integers(1, 200),
)
def test_slots_are_filled_one_after_another(
    ends_s: list[float], mean_s: float, number: int
) -> None:
    played_s = played_start_s(ends_s, mean_s, number)
    assert start_s(ends_s, mean_s, number) == pytest.approx(played_s, abs=1e-6)


@given(
    limit=st.integers(1, 30),
    taken=st.lists(st.tuples(st.floats(0, 59), st.integers(1, 8)), max_size=6),
    ahead=st.integers(0, 200),
)
def test_room_comes_as_if_single_images_took_it_at_once(
    limit: int, taken: list[tuple[float, int]], ahead: int
) -> None:
    time = FakeTime()
    minute = ImagesPerMinute(limit, time)
    for after_s, images in sorted(taken):
        time.advance(after_s - time.monotonic())
        if minute.room() >= images:
            minute.take(images)
    time.advance(max(0.0, 59.5 - time.monotonic()))
    now_s = time.monotonic()
    promised_s = room_s(minute.window(), limit, ahead + 1)
    for _ in range(ahead):
        time.advance(minute.delay_s(1))
        minute.take(1)
    time.advance(minute.delay_s(1))
    assert promised_s == pytest.approx(time.monotonic() - now_s, abs=1e-6)


def test_what_fits_now_need_not_wait() -> None:
    assert room_s([(30.0, 5)], 20, 15) == 0.0
    assert room_s([(30.0, 5)], 20, 16) == 30.0
    assert room_s([(30.0, 5)], 20, 20) == 30.0
    assert room_s([(30.0, 5)], 20, 21) == MINUTE_S
    assert room_s([(30.0, 5)], 20, 36) == MINUTE_S + 30.0
