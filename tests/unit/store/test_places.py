"""Places in the queue, beside the order in which the claims really come."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.generation import Status
from tests.unit.store.queue_world import QueueWorld
from tests.unit.store.samples import new

Ask = tuple[int, int, int]  # member, server, images
_few = settings(max_examples=20, deadline=None)


def asks(units: st.SearchStrategy[int]) -> st.SearchStrategy[list[Ask]]:
    return st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), units), min_size=1, max_size=25)


def history(queue: QueueWorld, first: Sequence[Ask], claims: int, then: Sequence[Ask]) -> None:
    """Let some ask, some be served, one be put back, and others ask after them."""
    for member_id, server_id, units in first:
        queue.ask(new(member_id=member_id, server_id=server_id, units=units))
    claimed = [queue.claim() for _ in range(claims)]
    if claimed and claimed[0] is not None:
        queue.requeue(claimed[0].id)
    for member_id, server_id, units in then:
        queue.ask(new(member_id=member_id, server_id=server_id, units=units))


def predicted_and_real(queue: QueueWorld) -> list[tuple[int, int, int, int]]:
    """Return place and images ahead of each that waits, as predicted and as they came."""
    predicted = queue.places()
    units = {row["id"]: row["units"] for row in queue.rows(Status.QUEUED)}
    found, images = [], 0
    for number, claimed in enumerate(queue.claim_all(), start=1):
        place = predicted[claimed.id]
        found.append((place.position, number, place.units_ahead, images))
        images += units[claimed.id]
    return found


@_few
@given(
    first=asks(st.just(2)),
    claims=st.integers(0, 12),
    then=asks(st.just(2)),
    cancelled=st.integers(0, 20),
)
def test_places_are_exact_when_all_make_the_same_work(
    first: list[Ask], claims: int, then: list[Ask], cancelled: int
) -> None:
    queue = QueueWorld.empty()
    history(queue, first, claims, then)
    waiting = queue.rows(Status.QUEUED)
    queue.cancel(waiting[cancelled % len(waiting)]["id"])
    for position, number, units_ahead, images in predicted_and_real(queue):
        assert (position, units_ahead) == (number, images)
    queue.close()


@_few
@given(first=asks(st.just(1)), claims=st.integers(0, 12), then=asks(st.just(1)))
def test_places_are_exact_when_each_servers_requests_are_alike(
    first: list[Ask], claims: int, then: list[Ask]
) -> None:
    queue = QueueWorld.empty()
    own_size = [
        [(member, server, 2 * server) for member, server, _ in one] for one in (first, then)
    ]
    history(queue, own_size[0], claims, own_size[1])
    for position, number, units_ahead, images in predicted_and_real(queue):
        assert (position, units_ahead) == (number, images)
    queue.close()


@_few
@given(first=asks(st.integers(1, 8)), claims=st.integers(0, 12), then=asks(st.integers(1, 8)))
def test_places_are_close_when_requests_differ(
    first: list[Ask], claims: int, then: list[Ask]
) -> None:
    queue = QueueWorld.empty()
    history(queue, first, claims, then)
    found = predicted_and_real(queue)
    for position, number, _units_ahead, _images in found:
        assert abs(position - number) <= 3 + len(found) // 3
    assert all(1 <= position <= len(found) for position, *_ in found)
    queue.close()


def test_places_in_one_server_are_exact_whatever_is_asked() -> None:
    queue = QueueWorld.empty()
    for number in range(40):
        queue.ask(new(member_id=number % 7, units=1 + number % 8, steps=10 + number % 5))
    for position, number, units_ahead, images in predicted_and_real(queue):
        assert (position, units_ahead) == (number, images)
    queue.close()


def test_who_is_not_queued_has_no_place() -> None:
    queue = QueueWorld.empty()
    first, second = [queue.ask().generation.id for _ in range(2)]
    queue.claim()
    assert queue.places() == {second: queue.place(second)}
    with pytest.raises(KeyError):
        queue.place(first)
    queue.close()


@pytest.mark.parametrize("asked_before", [0, 40, 80, 200])
def test_a_new_one_is_told_its_place_however_many_come_later(asked_before: int) -> None:
    queue = QueueWorld.empty()
    queue.flood(2, new(member_id=1, server_id=2, units=3))
    for number in range(asked_before):
        queue.ask(new(member_id=number % 2, units=1 + number % 3))
    for units in (1, 8, 2, 1):
        admitted = queue.ask(new(member_id=7, units=units))
        place = queue.place(admitted.generation.id)
        assert (admitted.position, admitted.units_ahead) == (place.position, place.units_ahead)
    queue.close()
