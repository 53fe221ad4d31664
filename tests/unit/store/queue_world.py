"""A queue in memory, driven statement by statement: quick enough for thousands of histories."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from sqlalchemy import Connection, Engine, RowMapping, StaticPool, create_engine, select

from bot.domain.generation import Admitted, Cancelled, Generation, NewGeneration, QueuePlace, Status
from bot.store import admission, claims, places, steps
from bot.store.claims import Claim, NoRoom
from bot.store.schema import generations, member_turns, metadata, server_turns
from tests.unit.store.samples import LATER, LIMITS, NOON, OWNER, PROVIDER, new


@cache
def _engine_and_schema() -> tuple[Engine, bytes]:
    """Share one engine: what it has compiled is half of the time that a short history takes."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        metadata.create_all(connection)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        return engine, driver.serialize()


@dataclass
class QueueWorld:
    """Everything that moves the queue, as one process after another would do it."""

    connection: Connection

    @classmethod
    def empty(cls) -> "QueueWorld":
        engine, schema = _engine_and_schema()
        connection = engine.connect()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.deserialize(schema)
        return cls(connection)

    def close(self) -> None:
        self.connection.close()

    def ask(self, wanted: NewGeneration | None = None) -> Admitted:
        return admission.admit(self.connection, wanted or new(), LIMITS, NOON)

    def flood(self, count: int, wanted: NewGeneration) -> list[int]:
        return [self.ask(wanted).generation.id for _ in range(count)]

    def claim(
        self, *, per_member: int = 10_000, per_server: int = 10_000, room: int = 8
    ) -> Generation | None:
        """Claim one; None if nobody may run."""
        claimed = self.try_claim(per_member=per_member, per_server=per_server, room=room)
        assert not isinstance(claimed, NoRoom)
        return claimed

    def try_claim(
        self, *, per_member: int = 10_000, per_server: int = 10_000, room: int = 8
    ) -> Generation | NoRoom | None:
        wanted = Claim(
            provider=PROVIDER,
            owner=OWNER,
            lease_until=LATER + timedelta(minutes=5),
            now=LATER,
            running_per_member=per_member,
            running_per_server=per_server,
            room=room,
        )
        return claims.claim(self.connection, wanted)

    def claim_all(self) -> list[Generation]:
        """Claim until nobody is left, in the order of the turns."""
        order = []
        while (claimed := self.claim()) is not None:
            order.append(claimed)
        return order

    def requeue(self, generation_id: int) -> bool:
        return steps.requeue(self.connection, generation_id, LATER)

    def start(self, generation_id: int) -> bool:
        return steps.started(self.connection, generation_id, "task", None, LATER)

    def fail(self, generation_id: int) -> bool:
        return steps.ended(self.connection, generation_id, Status.FAILED, "no", LATER, set(Status))

    def cancel(self, generation_id: int) -> Cancelled | None:
        return steps.cancel(self.connection, generation_id, LATER)

    def place(self, generation_id: int) -> QueuePlace:
        return places.places(self.connection, [generation_id])[generation_id]

    def places(self) -> dict[int, QueuePlace]:
        ids = [row["id"] for row in self.rows(Status.QUEUED)]
        return dict(places.places(self.connection, ids))

    def rows(self, *statuses: Status) -> Sequence[RowMapping]:
        found = select(generations).where(generations.c.status.in_(statuses))
        return self.connection.execute(found).mappings().all()

    def servers(self) -> dict[int, RowMapping]:
        found = self.connection.execute(select(server_turns)).mappings()
        return {row["server_id"]: row for row in found}

    def members(self) -> dict[tuple[int, int], float]:
        found = self.connection.execute(select(member_turns)).mappings()
        return {(row["server_id"], row["member_id"]): row["finish"] for row in found}
