"""Whatever happens in whatever order, the counters of the queue are those of its rows."""

from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.domain.generation import Status
from bot.store.recount import recount
from bot.store.turns import charge
from tests.unit.store.queue_world import QueueWorld
from tests.unit.store.samples import new

PER_MEMBER, PER_SERVER = 2, 3


class QueueHistory(RuleBasedStateMachine):
    """Three servers of three members each ask, run, cancel, fail and are put back."""

    def __init__(self) -> None:
        super().__init__()
        self.queue = QueueWorld.empty()

    def teardown(self) -> None:
        self.queue.close()

    @rule(
        member_id=st.integers(1, 3),
        server_id=st.integers(1, 3),
        units=st.integers(1, 8),
        steps=st.sampled_from([1, 7, 20, 50]),
        weight=st.sampled_from([0.3, 1.0, 2.0]),
    )
    def ask(self, member_id: int, server_id: int, units: int, steps: int, weight: float) -> None:
        wanted = new(
            member_id=member_id, server_id=server_id, units=units, steps=steps, weight=weight
        )
        admitted = self.queue.ask(wanted)
        assert self.queue.place(admitted.generation.id).position == admitted.position

    @rule(room=st.integers(0, 8))
    def claim(self, room: int) -> None:
        self.queue.try_claim(per_member=PER_MEMBER, per_server=PER_SERVER, room=room)

    @rule(data=st.data())
    @precondition(lambda self: self.ids(Status.SUBMITTING))
    def put_back(self, data: st.DataObject) -> None:
        assert self.queue.requeue(data.draw(st.sampled_from(self.ids(Status.SUBMITTING))))

    @rule(data=st.data())
    @precondition(lambda self: self.ids(Status.SUBMITTING))
    def start(self, data: st.DataObject) -> None:
        assert self.queue.start(data.draw(st.sampled_from(self.ids(Status.SUBMITTING))))

    @rule(data=st.data())
    @precondition(lambda self: self.open_ids())
    def cancel(self, data: st.DataObject) -> None:
        assert self.queue.cancel(data.draw(st.sampled_from(self.open_ids()))) is not None

    @rule(data=st.data())
    @precondition(lambda self: self.open_ids())
    def fail(self, data: st.DataObject) -> None:
        assert self.queue.fail(data.draw(st.sampled_from(self.open_ids())))

    def ids(self, *statuses: Status) -> list[int]:
        return [row["id"] for row in self.queue.rows(*statuses)]

    def open_ids(self) -> list[int]:
        return self.ids(Status.QUEUED, Status.SUBMITTING, Status.RUNNING)

    @invariant()
    def the_counters_are_those_of_the_rows(self) -> None:
        queued = self.queue.rows(Status.QUEUED)
        servers = self.queue.servers()
        for server_id, row in servers.items():
            own = [one for one in queued if one["server_id"] == server_id]
            assert row["waiting"] == len(own)
            assert row["waiting_work"] == sum(one["work"] for one in own)
            assert row["waiting_units"] == sum(one["units"] for one in own)
        assert {one["server_id"] for one in queued} <= set(servers)

    @invariant()
    def nobody_has_turns_or_debts_while_nobody_waits(self) -> None:
        if not self.ids(Status.QUEUED):
            assert (self.queue.servers(), self.queue.members()) == ({}, {})

    @invariant()
    def members_have_paid_for_all_that_waits(self) -> None:
        members = self.queue.members()
        for row in self.queue.rows(Status.QUEUED):
            paid = row["turn"] + charge(row["work"], row["weight"])
            assert members[row["server_id"], row["member_id"]] >= paid

    @invariant()
    def no_more_run_than_may(self) -> None:
        running = self.queue.rows(Status.SUBMITTING, Status.RUNNING)
        of_member = Counter((row["server_id"], row["member_id"]) for row in running)
        of_server = Counter(row["server_id"] for row in running)
        assert max(of_member.values(), default=0) <= PER_MEMBER
        assert max(of_server.values(), default=0) <= PER_SERVER

    @invariant()
    def a_recount_changes_nothing(self) -> None:
        before = (self.queue.servers(), self.queue.members())
        recount(self.queue.connection)
        assert (self.queue.servers(), self.queue.members()) == before

    @invariant()
    def places_have_no_gap_in_front(self) -> None:
        places = sorted(place.position for place in self.queue.places().values())
        assert not places or places[0] == 1


TestQueueHistory = QueueHistory.TestCase
TestQueueHistory.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
