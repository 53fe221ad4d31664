"""A house whose bot is brought to a chosen moment, killed with SIGKILL, and started again."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.sandbox.faults import Fault as DiscordFault
from bot.sandbox.invocation import Invocation
from bot.sandbox.sandbox import Sandbox
from bot.studio.faults import Fault, Place
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime
from tests.wire.easel import STUDIO_KEY, house
from tests.wire.forked import Program
from tests.wire.town import DEADLINE_S, SMALL, Town, patient
from tests.wire.verdict import Row, rows

_PAINTER = "tests.unit.studio.plain_painter"  # one flat colour: pictures are not the matter here
_LOOK_S = 0.05
# Previews off: they would be downloads of a task that still runs.
_SETTINGS = {"EASEL_LIVE__PREVIEWS": "false", "EASEL_PROVIDER__IMAGES_PER_MINUTE": "600"}


class DiscordsTime(SystemTime):
    """The sandbox's clock: what Discord counts passes at once when a test says so."""

    def __init__(self) -> None:
        self._ahead_s = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._ahead_s)

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead_s

    def jump(self, seconds: float) -> None:
        """Let interactions be that much older."""
        self._ahead_s += seconds


@dataclass(frozen=True)
class Scene:
    """A town, what was asked for in it, and the ways to a moment worth being killed in."""

    town: Town
    time: DiscordsTime
    asked: list[Invocation] = field(default_factory=list)

    @property
    def studio(self) -> Studio:
        return self.town.studio

    @property
    def sandbox(self) -> Sandbox:
        return self.town.sandbox

    @asynccontextmanager
    async def life(self, **settings: str) -> AsyncIterator[Program]:
        """Run the bot; whether it is killed or stopped, it is gone at the end."""
        async with self.town.bot(**_SETTINGS, **settings) as process:
            yield process

    async def ask(
        self, prompt: str = "a fox", name: str = "ada", *, is_direct: bool = False
    ) -> Invocation:
        """Let a member use `/imagine`, without waiting for anything."""
        channel_id = self.sandbox.direct_channel(name) if is_direct else self.sandbox.channel_id
        invocation = await self.sandbox.member(name).invoke(
            "imagine", {"prompt": prompt, **SMALL}, channel_id=channel_id, checked=False
        )
        self.asked.append(invocation)
        return invocation

    async def until_discord(
        self, fault: DiscordFault, act: Callable[[], Awaitable[object]], **fits: object
    ) -> None:
        """Do *act* and return when *fault* strikes the bot's next request that *fits*."""
        strike = self.sandbox.faults.plan(fault, **fits)  # type: ignore[arg-type]  # handed on
        await act()
        async with asyncio.timeout(DEADLINE_S):
            await strike.happened.wait()

    async def until_studio(
        self, place: Place, fault: Fault, act: Callable[[], Awaitable[object]]
    ) -> None:
        """Do *act* and return when *fault* strikes the bot's next request at *place*."""
        strike = self.studio.faults.add(place, fault)
        await act()
        async with asyncio.timeout(DEADLINE_S):
            await strike.happened.wait()

    async def kill(self, process: Program) -> None:
        """Kill the bot as ``kill -9`` does; afterwards nothing goes wrong any more."""
        process.send_signal(signal.SIGKILL)
        await process.wait()
        gateway = self.sandbox.gateway
        async with asyncio.timeout(DEADLINE_S):
            await gateway.until(lambda: not gateway.is_online)
        self.sandbox.faults.clear()
        self.studio.faults.clear()

    async def told(self, count: int = 1) -> None:
        """Wait until that many generations have ended and their owners were told."""
        await self.until(lambda found: sum(row.is_told for row in found) >= count)

    async def until(self, is_true: Callable[[list[Row]], bool]) -> None:
        """Wait until the rows are as wanted; nothing tells of their change, so look often."""
        async with asyncio.timeout(DEADLINE_S):
            while not is_true(list(await rows(self.town))):
                await self.time.sleep(_LOOK_S)  # nothing tells of a change of the rows


@asynccontextmanager
async def open_scene(folder: Path) -> AsyncIterator[Scene]:
    """Open sandbox and studio; a request that Discord would not take fails the test at the end."""
    time = DiscordsTime()
    studio_settings = StudioSettings(api_key=STUDIO_KEY, workers=1, painter=_PAINTER)
    async with (
        Sandbox(patient(), time) as sandbox,
        Studio(studio_settings, SystemTime()) as studio,
    ):
        yield Scene(Town(sandbox, studio, await house(sandbox, folder, studio)), time)
        assert sandbox.violations == []
