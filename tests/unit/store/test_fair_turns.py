"""Fair turns: what a flood, a weight, an idle hour and a big request do to the others' turns."""

from collections import Counter
from collections.abc import Iterator

import pytest

from bot.domain.generation import Generation, NewGeneration, Status
from bot.store.claims import NoRoom
from tests.unit.store.queue_world import QueueWorld
from tests.unit.store.samples import new

FLOODER, OTHER = 1, 2
CROWDED, QUIET = 10, 20


@pytest.fixture
def queue() -> Iterator[QueueWorld]:
    queue = QueueWorld.empty()
    yield queue
    queue.close()


def work_by_server(claimed: list[Generation]) -> Counter[int]:
    works: Counter[int] = Counter()
    for one in claimed:
        works[one.place.server_id] += one.units
    return works


@pytest.mark.parametrize("server_id", [CROWDED, QUIET])
@pytest.mark.parametrize("claimed_before", [0, 1, 4, 57, 150])
def test_a_flood_of_200_delays_anothers_single_request_by_one_generation_at_most(
    queue: QueueWorld, server_id: int, claimed_before: int
) -> None:
    queue.flood(200, new(member_id=FLOODER, server_id=CROWDED, units=4))
    for _ in range(claimed_before):
        queue.claim()
    single = queue.ask(new(member_id=OTHER, server_id=server_id, units=8))
    assert single.position <= 2
    next_two = [queue.claim() for _ in range(2)]
    assert single.generation.id in [one.id for one in next_two if one is not None]


def test_ten_flooding_members_get_no_more_than_one_member_of_another_server(
    queue: QueueWorld,
) -> None:
    for number in range(200):
        queue.ask(new(member_id=100 + number % 10, server_id=CROWDED, units=1 + number % 3))
    for _ in range(200):
        queue.ask(new(member_id=OTHER, server_id=QUIET, units=3))
    works = work_by_server([one for _ in range(120) if (one := queue.claim()) is not None])
    share = works[CROWDED] / works.total()
    assert share == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("weight", [2.0, 3.0, 0.5])
def test_who_weighs_twice_as_much_gets_twice_as_many_turns(
    queue: QueueWorld, weight: float
) -> None:
    for _ in range(100):
        queue.ask(new(member_id=FLOODER, weight=weight))
        queue.ask(new(member_id=OTHER))
    claimed = [queue.claim() for _ in range(60)]
    turns = Counter(one.place.member_id for one in claimed if one is not None)
    assert turns[FLOODER] / turns[OTHER] == pytest.approx(weight, rel=0.05)


@pytest.mark.parametrize(
    "big", [new(member_id=FLOODER, units=4), new(member_id=FLOODER, units=2, steps=40)]
)
def test_big_requests_pay_for_their_work(queue: QueueWorld, big: NewGeneration) -> None:
    for _ in range(30):
        queue.ask(big)
        for _ in range(4):
            queue.ask(new(member_id=OTHER))
    claimed = [queue.claim() for _ in range(50)]
    turns = Counter(one.place.member_id for one in claimed if one is not None)
    assert turns[OTHER] == pytest.approx(4 * turns[FLOODER], rel=0.1)


def test_nobody_gains_credit_by_being_idle(queue: QueueWorld) -> None:
    queue.flood(100, new(member_id=FLOODER, server_id=CROWDED))
    queue.ask(new(member_id=OTHER, server_id=CROWDED))
    queue.ask(new(member_id=OTHER, server_id=QUIET))
    for _ in range(60):
        queue.claim()
    queue.flood(50, new(member_id=OTHER, server_id=CROWDED))
    queue.flood(50, new(member_id=OTHER, server_id=QUIET))
    claimed = [one for _ in range(20) if (one := queue.claim()) is not None]
    assert work_by_server(claimed)[QUIET] == pytest.approx(10, abs=1)
    of_crowded = [one for one in claimed if one.place.server_id == CROWDED]
    assert sum(one.place.member_id == OTHER for one in of_crowded) == pytest.approx(5, abs=1)


def test_who_asks_for_one_big_thing_after_another_pays_for_each(queue: QueueWorld) -> None:
    queue.flood(60, new(member_id=OTHER))
    turns: Counter[int] = Counter()
    queue.ask(new(member_id=FLOODER, units=8))
    for _ in range(45):
        claimed = queue.claim()
        assert claimed is not None
        turns[claimed.place.member_id] += 1
        if claimed.place.member_id == FLOODER:  # only ever one of it waits
            queue.ask(new(member_id=FLOODER, units=8))
    assert turns[FLOODER] == 5


def test_debts_end_when_nobody_waits(queue: QueueWorld) -> None:
    queue.flood(5, new(member_id=FLOODER, units=8))
    queue.claim_all()
    assert (queue.servers(), queue.members()) == ({}, {})
    queue.ask(new(member_id=FLOODER))
    queue.ask(new(member_id=OTHER))
    assert [one.place.member_id for one in queue.claim_all()] == [FLOODER, OTHER]


def test_what_is_cancelled_while_it_waits_costs_no_turns(queue: QueueWorld) -> None:
    flooded = queue.flood(10, new(member_id=FLOODER, units=8))
    others = queue.flood(3, new(member_id=OTHER))
    for generation_id in flooded[:9]:
        cancelled = queue.cancel(generation_id)
        assert cancelled is not None
        assert (cancelled.was, cancelled.units_back) == (Status.QUEUED, 8)
    queue.flood(1, new(member_id=FLOODER))
    # Only now does it pay for the one of eight images that is left.
    assert [one.id for one in queue.claim_all()][:4] == [flooded[9], *others]


def test_cancelling_ahead_of_oneself_saves_up_no_turns(queue: QueueWorld) -> None:
    early = queue.flood(20, new(member_id=FLOODER))
    queue.flood(60, new(member_id=OTHER))
    running = queue.claim()  # the flooder's, and it goes on: the others' turns pass meanwhile
    assert running is not None
    for _ in range(30):
        claimed = queue.claim(per_member=1)
        assert claimed is not None
        assert queue.fail(claimed.id)
    queue.flood(10, new(member_id=FLOODER))
    for generation_id in early[1:]:
        assert queue.cancel(generation_id) is not None
    claimed_next = [one for _ in range(10) if (one := queue.claim()) is not None]
    turns = Counter(one.place.member_id for one in claimed_next)
    assert turns[FLOODER] == pytest.approx(5, abs=1)


def test_what_is_put_back_costs_its_server_nothing(queue: QueueWorld) -> None:
    queue.flood(20, new(member_id=FLOODER, server_id=CROWDED))
    queue.flood(20, new(member_id=OTHER, server_id=QUIET))
    for _ in range(10):  # the service refuses one of the server's again and again
        claimed = queue.claim()
        assert claimed is not None
        if claimed.place.server_id == CROWDED:
            assert queue.requeue(claimed.id)
            assert queue.place(claimed.id).position == 1
            again = queue.claim()
            assert again is not None
            assert again.id == claimed.id
    claimed_next = [one for _ in range(10) if (one := queue.claim()) is not None]
    assert work_by_server(claimed_next)[CROWDED] == 5


def test_what_is_put_back_after_all_others_went_is_next_in_a_new_period(queue: QueueWorld) -> None:
    queue.flood(30, new(member_id=FLOODER))
    claimed = queue.claim_all()
    assert queue.requeue(claimed[-1].id)
    fresh = queue.ask(new(member_id=OTHER)).generation.id
    assert [one.id for one in queue.claim_all()] == [claimed[-1].id, fresh]


def test_whose_turn_it_is_keeps_it_when_the_minute_has_too_little_room(queue: QueueWorld) -> None:
    big = queue.ask(new(member_id=FLOODER, units=8)).generation.id
    small = queue.ask(new(member_id=OTHER, units=1)).generation.id
    assert queue.try_claim(room=7) == NoRoom(8)
    assert queue.try_claim(room=1) == NoRoom(8)
    assert [one.id for one in queue.claim_all()] == [big, small]
