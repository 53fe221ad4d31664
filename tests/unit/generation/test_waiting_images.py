"""While Discord is away, what waits for it holds no images in memory, and stops nobody."""

import asyncio
import gc
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.generation import Generation, Rung
from bot.generation.announcer import ImageFile, Load
from tests.fakes.announcer import FakeAnnouncer
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new
from tests.unit.generation.world import running, start, until

STUCK = 10


@dataclass
class StuckAnnouncer(FakeAnnouncer):
    """Nothing comes through to one server until the gate opens."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0

    async def deliver(self, generation: Generation, load: Load) -> Rung:
        await self._pass(generation.place.server_id)
        return await super().deliver(generation, load)

    async def failed(self, generation: Generation, text: str) -> Rung:
        await self._pass(generation.place.server_id)
        return await super().failed(generation, text)

    async def _pass(self, server_id: int) -> None:
        if server_id == STUCK:
            self.waiting += 1
            await self.gate.wait()


def has_come(time: FakeTime, condition: bool) -> bool:  # noqa: FBT001 - what is asked
    """Let a moment pass unless it has."""
    if not condition:
        time.advance(0.5)
    return condition


async def test_what_waits_for_discord_has_its_images_on_the_disk_alone(
    tmp_path: Path,
) -> None:
    time = FakeTime(by_hand=True)
    provider, announcer = FakeProvider(time=time), StuckAnnouncer()
    async with start(tmp_path, time=time, provider=provider, announcer=announcer) as world:
        for _ in range(12):
            await world.ask(new(server_id=STUCK))
        async with running(world):
            await until(lambda: has_come(time, announcer.waiting == 12))
            files = [each for each in gc.get_objects() if isinstance(each, ImageFile)]
            assert not [file for file in files if file.data is provider.image_bytes]
            announcer.gate.set()
            await until(lambda: len(announcer.deliveries) == 12)


async def test_failures_that_cannot_be_told_do_not_stop_the_collecting_of_others(
    tmp_path: Path,
) -> None:
    time = FakeTime(by_hand=True)
    provider, announcer = FakeProvider(time=time), StuckAnnouncer()
    provider.missing = 1
    async with start(tmp_path, time=time, provider=provider, announcer=announcer) as world:
        for _ in range(9):
            await world.ask(new(server_id=STUCK))
        async with running(world):
            await until(lambda: has_come(time, announcer.waiting == 9))
