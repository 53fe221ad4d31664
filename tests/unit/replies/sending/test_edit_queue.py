"""The order of edits: a pause for each card, a budget for each channel, and steps that stay few."""

from heapq import heappop

import pytest

from bot.replies.sending.edit_queue import EditQueue
from tests.unit.replies.fake_roads import StillTime


@pytest.fixture
def time() -> StillTime:
    return StillTime()


@pytest.fixture
def queue(time: StillTime) -> EditQueue:
    return EditQueue(time, interval_s=1.5, per_minute=3)


def test_cards_of_a_channel_take_turns_over_two_windows(queue: EditQueue, time: StillTime) -> None:
    shown: list[list[int]] = []
    for _ in range(3):
        for card in range(5):
            queue.put(1, card)
        shown.append(queue.take())
        time.monotonic_s += 60
    assert shown == [[0, 1, 2], [3, 4, 0], [1, 2, 0]]


def test_a_full_channel_does_not_hold_up_another(queue: EditQueue) -> None:
    for card in range(5):
        queue.put(1, card)
    queue.put(2, 9)
    assert queue.take() == [0, 1, 2, 9]


def test_it_tells_when_the_next_edit_may_be_made(queue: EditQueue, time: StillTime) -> None:
    assert queue.wait_s() is None
    queue.put(1, 7)
    assert queue.wait_s() == 0.0
    queue.take()
    queue.put(1, 7)
    assert queue.wait_s() == 1.5
    for card in range(3):
        queue.put(1, card)
    queue.take()  # two of them: the budget is three
    time.monotonic_s += 2
    assert queue.take() == []
    assert queue.wait_s() == 58.0


def test_a_dropped_card_is_not_shown_and_a_new_wait_keeps_its_pause(
    queue: EditQueue, time: StillTime
) -> None:
    queue.put(1, 7)
    queue.take()
    queue.put(1, 7)
    queue.drop(7)
    time.monotonic_s += 1.0
    queue.put(1, 7)
    assert queue.take() == []
    time.monotonic_s += 0.5
    assert queue.take() == [7]
    assert queue.wait_s() is None


def test_channels_and_cards_that_are_quiet_are_forgotten(queue: EditQueue, time: StillTime) -> None:
    for number in range(100):
        queue.put(number, number)
        queue.take()
        queue.forget(number)
    time.monotonic_s += 120
    queue.put(1, 1)
    queue.take()
    assert len(queue._channels) == 1
    assert len(queue._edited_at_s) == 1


@pytest.mark.parametrize("cards", [100, 1_000])
def test_a_change_costs_the_same_few_steps_however_many_cards_wait(
    time: StillTime, cards: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = EditQueue(time, interval_s=1.5, per_minute=30)
    for card in range(cards):
        queue.put(1, card)
    queue.take()
    steps = 0

    def counted(*arguments: object) -> object:
        nonlocal steps
        steps += 1
        return heappop(*arguments)  # type: ignore[arg-type]  # what it was called with

    monkeypatch.setattr("bot.replies.sending.edit_queue.heapq.heappop", counted)
    for card in range(200):
        queue.put(1, card)
        queue.take()
        queue.wait_s()
    assert steps <= 200
