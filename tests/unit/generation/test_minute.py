"""The images that a provider allows in a minute."""

from bot.generation.forecast import MINUTE_S
from bot.generation.minute import ImagesPerMinute
from tests.fakes.time import FakeTime


def test_the_whole_minute_may_be_taken_at_once_and_not_one_more() -> None:
    time = FakeTime()
    minute = ImagesPerMinute(20, time)
    for _ in range(5):
        assert minute.delay_s(4) == 0.0
        minute.take(4)
    assert minute.delay_s(1) == MINUTE_S


def test_room_comes_back_a_minute_after_it_was_taken_in_every_window() -> None:
    time = FakeTime()
    minute = ImagesPerMinute(4, time)
    for _window in range(3):
        minute.take(3)
        time.advance(20)
        minute.take(1)
        assert minute.delay_s(1) == MINUTE_S - 20
        assert minute.delay_s(4) == MINUTE_S
        time.advance(MINUTE_S)
        assert minute.delay_s(4) == 0.0


def test_no_minute_ever_holds_more_than_the_limit() -> None:
    time = FakeTime()
    minute = ImagesPerMinute(20, time)
    taken: list[tuple[float, int]] = []
    for images in [8, 1, 8, 3, 8, 8, 2, 8, 1, 1, 8] * 5:
        time.advance(minute.delay_s(images))
        assert minute.delay_s(images) == 0.0
        minute.take(images)
        taken.append((time.monotonic(), images))
        time.advance(0.3)
    for start_s, _images in taken:
        assert sum(n for at_s, n in taken if start_s <= at_s < start_s + 60) <= 20


def test_more_than_the_whole_limit_passes_after_an_idle_minute() -> None:
    time = FakeTime()
    minute = ImagesPerMinute(5, time)
    assert minute.delay_s(8) == 0.0
    minute.take(8)
    assert minute.delay_s(1) == MINUTE_S
    time.advance(MINUTE_S)
    assert minute.delay_s(8) == 0.0
