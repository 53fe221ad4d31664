"""Roads that lead into a list, and can be closed."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.generation import Generation, Rung
from bot.replies.parts.cards import Card
from bot.replies.sending.roads import Outcome, Roads
from bot.replies.sending.uploads import Upload
from bot.store.posted_messages import PostedMessage, PostedMessages
from tests.unit.replies.samples import NOW


class StillTime:
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.now_value = NOW
        self.monotonic_s = 1000.0

    def now(self) -> datetime:
        return self.now_value

    def monotonic(self) -> float:
        return self.monotonic_s

    async def sleep(self, delay_s: float) -> None:
        self.monotonic_s += delay_s


class FakePosted(PostedMessages):
    """Keeps what is noted in a list."""

    def __init__(self, noted: Sequence[PostedMessage] = ()) -> None:
        self.noted = list(noted)

    async def note(self, posted: PostedMessage) -> None:
        self.noted.append(posted)

    async def of(self, generation_id: int) -> Sequence[PostedMessage]:
        return [one for one in self.noted if one.generation_id == generation_id]

    async def forget(self, message_ids: Iterable[int]) -> None:
        gone = {*message_ids}
        self.noted = [one for one in self.noted if one.message_id not in gone]

    async def put_off(self, message_ids: Iterable[int], until: datetime) -> None:
        """Keep them."""


@dataclass
class Sent:
    """One card that got through."""

    rung: Rung
    text: str
    names: list[str]


@dataclass
class RoadState:
    """What the roads do, and what went over them."""

    closed: dict[Rung, Outcome] = field(default_factory=dict)
    tried: list[Rung] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    gate: asyncio.Event | None = None
    bugs: int = 0  # so many calls more raise
    unreachable: int = 0  # so many calls more meet no Discord
    unreachable_on: dict[Rung, int] = field(default_factory=dict)
    most_bytes: int | None = None  # of one file
    sizes: list[int] = field(default_factory=list)  # of the largest file of each call
    has_channel: bool = True


class FakeRoads(Roads):
    """Keeps the rules of time of the real roads, but sends nothing."""

    def __init__(self, time: StillTime, state: RoadState) -> None:
        super().__init__(None, FakePosted(), time)  # type: ignore[arg-type]  # nothing is sent
        self.state = state

    def has_channel(self, generation: Generation) -> bool:
        return self.state.has_channel

    async def take(
        self, rung: Rung, generation: Generation, card: Card, uploads: Sequence[Upload]
    ) -> Outcome:
        if self.state.gate is not None:
            await self.state.gate.wait()
        self.state.tried.append(rung)
        if self.state.bugs:
            self.state.bugs -= 1
            raise ValueError("a bug")
        if self.state.unreachable:
            self.state.unreachable -= 1
            return Outcome.UNREACHABLE
        if self.state.unreachable_on.get(rung, 0):
            self.state.unreachable_on[rung] -= 1
            return Outcome.UNREACHABLE
        largest = max((len(upload.data) for upload in uploads), default=0)
        self.state.sizes.append(largest)
        if self.state.most_bytes is not None and largest > self.state.most_bytes:
            return Outcome.TOO_LARGE
        outcome = self.state.closed.get(rung, Outcome.DONE)
        if outcome is Outcome.DONE:
            self.state.sent.append(Sent(rung, shown(card), [u.name for u in uploads]))
        return outcome


def shown(card: Card) -> str:
    """Return all texts of a card."""
    return "\n".join(item.content for item in card.walk_children() if hasattr(item, "content"))
